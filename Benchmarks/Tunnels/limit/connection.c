#include "limit.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { sealed_room = 3 * enough_queued + 4 * largest_frame };

// Ciphertext on its way between OpenSSL and the socket: many records a system call.
struct buffer {
    uint8_t *bytes;
    size_t start, end;
};

struct connection {
    int socket;
    SSL *tls;
    struct buffer outgoing, incoming;
};

static int put_sealed(BIO *bio, const char *bytes, int count) {
    struct buffer *buffer = &((struct connection *)BIO_get_data(bio))->outgoing;
    if (sealed_room - buffer->end < (size_t)count) fail("more ciphertext than there can be");
    memcpy(buffer->bytes + buffer->end, bytes, (size_t)count);
    buffer->end += (size_t)count;
    return count;
}

static int take_sealed(BIO *bio, char *bytes, int room) {
    struct buffer *buffer = &((struct connection *)BIO_get_data(bio))->incoming;
    size_t count = buffer->end - buffer->start;
    BIO_clear_retry_flags(bio);
    if (count == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    if (count > (size_t)room) count = (size_t)room;
    memcpy(bytes, buffer->bytes + buffer->start, count);
    buffer->start += count;
    return (int)count;
}

static long control(BIO *bio, int command, long number, void *detail) {
    (void)bio, (void)number, (void)detail;
    return command == BIO_CTRL_FLUSH;
}

static BIO *make_bio(struct connection *connection) {
    BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "limit");
    BIO_meth_set_write(method, put_sealed);
    BIO_meth_set_read(method, take_sealed);
    BIO_meth_set_ctrl(method, control);
    BIO *bio = BIO_new(method);
    BIO_set_data(bio, connection);
    BIO_set_init(bio, 1);
    return bio;
}

static long result_of(long count) { return count < 0 && errno == EAGAIN ? 0 : count; }

static long receive_sealed(struct connection *connection) {
    struct buffer *buffer = &connection->incoming;
    memmove(buffer->bytes, buffer->bytes + buffer->start, buffer->end - buffer->start);
    buffer->end -= buffer->start;
    buffer->start = 0;
    long count = recv(connection->socket, buffer->bytes + buffer->end, enough_received, 0);
    if (count > 0) buffer->end += (size_t)count;
    return count == 0 ? -1 : result_of(count);
}

long connection_flush(struct connection *connection) {
    struct buffer *buffer = &connection->outgoing;
    while (buffer->start < buffer->end) {
        long count = send(connection->socket, buffer->bytes + buffer->start, buffer->end - buffer->start, MSG_NOSIGNAL);
        if (count <= 0) return result_of(count);
        buffer->start += (size_t)count;
    }
    buffer->start = buffer->end = 0;
    return 1;
}

// The socket still blocks.
static void shake_hands(struct connection *connection) {
    int result;
    do {
        result = SSL_do_handshake(connection->tls);
        if (connection_flush(connection) < 0) fail("TLS handshake");
        if (result != 1 && SSL_get_error(connection->tls, result) != SSL_ERROR_WANT_READ) fail("TLS handshake");
        if (result != 1 && receive_sealed(connection) < 0) fail("TLS handshake");
    } while (result != 1);
}

static void secure(struct connection *connection, bool is_client, const char *certificate, const char *key) {
    SSL_CTX *context = SSL_CTX_new(is_client ? TLS_client_method() : TLS_server_method());
    if (!context) fail("SSL_CTX_new");
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256");
    if (!is_client
        && (SSL_CTX_use_certificate_file(context, certificate, SSL_FILETYPE_PEM) != 1
            || SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1))
        fail("certificate or key");
    connection->tls = SSL_new(context);
    connection->outgoing.bytes = malloc(sealed_room);
    connection->incoming.bytes = malloc(sealed_room);
    BIO *bio = make_bio(connection);
    SSL_set_bio(connection->tls, bio, bio);
    if (is_client) SSL_set_connect_state(connection->tls);
    else SSL_set_accept_state(connection->tls);
    shake_hands(connection);
}

struct connection *connection_open(int socket, bool is_client, const char *certificate, const char *key) {
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection) fail("calloc");
    connection->socket = socket;
    if (certificate) secure(connection, is_client, certificate, key);
    if (fcntl(socket, F_SETFL, O_NONBLOCK) != 0) fail("fcntl");
    return connection;
}

long connection_send(struct connection *connection, const uint8_t *bytes, size_t count) {
    if (!connection->tls) return result_of(send(connection->socket, bytes, count, MSG_NOSIGNAL));
    long flushed = connection_flush(connection);
    return flushed > 0 ? SSL_write(connection->tls, bytes, (int)count) : flushed;
}

// One record at a time is what OpenSSL gives.
static long open_records(SSL *tls, uint8_t *bytes, size_t room) {
    size_t total = 0;
    int count = 1;
    while (count > 0 && room - total >= SSL3_RT_MAX_PLAIN_LENGTH) {
        count = SSL_read(tls, bytes + total, (int)(room - total));
        if (count > 0) total += (size_t)count;
        else if (SSL_get_error(tls, count) != SSL_ERROR_WANT_READ) return -1;
    }
    return (long)total;
}

long connection_receive(struct connection *connection, uint8_t *bytes, size_t room) {
    if (connection->tls) {
        long count = connection_keeps(connection) ? 1 : receive_sealed(connection);
        return count > 0 ? open_records(connection->tls, bytes, room) : count;
    }
    long count = recv(connection->socket, bytes, room, 0);
    return count == 0 ? -1 : result_of(count);
}

bool connection_keeps(struct connection *connection) { return connection->incoming.start < connection->incoming.end; }
