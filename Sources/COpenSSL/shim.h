// The system's OpenSSL. Its function-like macros are invisible to Swift: those in use get an inline function here.
#pragma once
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static inline long copenssl_set_server_name(SSL *ssl, const char *name) { return SSL_set_tlsext_host_name(ssl, name); }
static inline long copenssl_set_min_version(SSL_CTX *context, int version) { return SSL_CTX_set_min_proto_version(context, version); }
static inline long copenssl_set_mode(SSL_CTX *context, long mode) { return SSL_CTX_set_mode(context, mode); }
static inline long copenssl_set_session_cache_mode(SSL_CTX *context, long mode) { return SSL_CTX_set_session_cache_mode(context, mode); }
static inline void copenssl_set_longest_certificates(SSL_CTX *context, long count) { SSL_CTX_set_max_cert_list(context, count); }
static inline long copenssl_bio_pending(BIO *bio) { return (long)BIO_ctrl_pending(bio); }
static inline void copenssl_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }
static inline void copenssl_bio_retry_read(BIO *bio) { BIO_set_retry_read(bio); }
// No renegotiation (RFC 8446 forbids it, TLS 1.2 suffers from it), no compression (CRIME), and the server's order of ciphers.
static inline unsigned long copenssl_options(void) {
    return SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE;
}
// Whether what went wrong is the peer's word that it does not accept our certificate (RFC 8446 §6.2).
static inline int copenssl_is_certificate_refused(unsigned long code) {
    if (ERR_GET_LIB(code) != ERR_LIB_SSL) return 0;
    switch (ERR_GET_REASON(code)) {
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE: case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED: case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN: case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED: case SSL_R_TLSV1_ALERT_DECRYPT_ERROR:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED: return 1;
    default: return 0;
    }
}
// The text of a certificate's alternative name, if it is of this type and not another (RFC 5280 §4.2.1.6).
static inline const ASN1_STRING *copenssl_alternative_name(const GENERAL_NAMES *names, int index, int type) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
    return name && name->type == type ? name->d.ia5 : NULL;
}
static inline int copenssl_alternative_name_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }
static inline unsigned long copenssl_no_ticket(void) { return SSL_OP_NO_TICKET; }
// What a failed call means; names SSL_get_error's answers.
static inline int copenssl_wants_read(const SSL *ssl, int result) { return SSL_get_error(ssl, result) == SSL_ERROR_WANT_READ; }
static inline int copenssl_wants_write(const SSL *ssl, int result) { return SSL_get_error(ssl, result) == SSL_ERROR_WANT_WRITE; }
static inline int copenssl_is_closed(const SSL *ssl, int result) { return SSL_get_error(ssl, result) == SSL_ERROR_ZERO_RETURN; }
static inline int copenssl_is_key_mismatch(unsigned long code) {
    int reason = ERR_GET_REASON(code);
    return ERR_GET_LIB(code) == ERR_LIB_X509 && (reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH);
}
// A name in the notation of RFC 4514, on one line, in UTF-8.
static inline void copenssl_print_name(BIO *bio, const X509_NAME *name) {
    X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}
static inline void copenssl_free(void *memory) { OPENSSL_free(memory); }
static inline int copenssl_set_owner(SSL *ssl, void *owner) { return SSL_set_ex_data(ssl, 0, owner); }
static inline void *copenssl_owner(const SSL *ssl) { return SSL_get_ex_data(ssl, 0); }
// The protocols that both sides offer and accept by ALPN, each behind its length (RFC 7301 §3.1): HTTP/1.1 alone.
static const unsigned char copenssl_http[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
static inline int copenssl_select_http(SSL *ssl, const unsigned char **chosen, unsigned char *length, const unsigned char *offered,
                                       unsigned int count, void *nothing) {
    int found = SSL_select_next_proto((unsigned char **)chosen, length, copenssl_http, sizeof copenssl_http, offered, count);
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}
static inline void copenssl_offer_http(SSL_CTX *context) { SSL_CTX_set_alpn_protos(context, copenssl_http, sizeof copenssl_http); }
static inline void copenssl_expect_http(SSL_CTX *context) { SSL_CTX_set_alpn_select_cb(context, copenssl_select_http, NULL); }
static inline int copenssl_set_groups(SSL_CTX *context, const char *list) { return (int)SSL_CTX_set1_groups_list(context, list); }

// Stapling (RFC 6066 §8).
typedef int (*copenssl_status_callback)(SSL *ssl, void *nothing);
static inline void copenssl_ask_for_status(SSL_CTX *context) { SSL_CTX_set_tlsext_status_type(context, TLSEXT_STATUSTYPE_ocsp); }
static inline void copenssl_set_status_callback(SSL_CTX *context, copenssl_status_callback callback) {
    SSL_CTX_set_tlsext_status_cb(context, callback);
}
static inline long copenssl_status(SSL *ssl, const unsigned char **response) { return SSL_get_tlsext_status_ocsp_resp(ssl, response); }
// OpenSSL takes ownership of the copy.
static inline int copenssl_staple(SSL *ssl, const unsigned char *response, size_t count) {
    unsigned char *copy = OPENSSL_memdup(response, count);
    if (copy && SSL_set_tlsext_status_ocsp_resp(ssl, copy, (long)count) == 1) return 1;
    OPENSSL_free(copy);
    return 0;
}
// Whether a certificate demands that a response goes with it: the TLS feature extension with status_request (RFC 7633 §4). One that
// cannot be read may do so.
static inline int copenssl_demands_status(const X509 *certificate) {
    if (X509_get_ext_by_NID(certificate, NID_tlsfeature, -1) < 0) return 0;
    TLS_FEATURE *features = X509_get_ext_d2i(certificate, NID_tlsfeature, NULL, NULL);
    int demands = features == NULL;
    for (int index = 0; index < sk_ASN1_INTEGER_num(features); index++)
        demands |= ASN1_INTEGER_get(sk_ASN1_INTEGER_value(features, index)) == TLSEXT_TYPE_status_request;
    TLS_FEATURE_free(features);
    return demands;
}
// The certificate at this place of a chain that begins with the peer's own; NULL behind its end.
static inline X509 *copenssl_in_chain(const STACK_OF(X509) *chain, int index) { return sk_X509_value(chain, index); }
// The first of the certificates that a server sends behind its own; NULL if there is none.
static inline X509 *copenssl_first_behind_own(SSL_CTX *context) {
    STACK_OF(X509) *chain = NULL;
    return SSL_CTX_get0_chain_certs(context, &chain) == 1 ? sk_X509_value(chain, 0) : NULL;
}
