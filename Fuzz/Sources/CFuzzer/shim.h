#include <stddef.h>
#include <stdint.h>

// libFuzzer's own header comes with Clang, and is not always installed.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *data, size_t size));
