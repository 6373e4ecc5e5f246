// TLS settings on POCO's Context, with what POCO leaves open closed on the OpenSSL context in it.
#include "http/tls.h"

#include <Poco/Exception.h>
#include <Poco/Net/IPAddress.h>
#include <fmt/format.h>
#include <openssl/x509v3.h>

#include "crypto/file_descriptor.h"
#include "http/tls_held.h"

namespace evisa::http {
namespace {

using Poco::Net::Context;

// SPEC: RFC 9325 4.2: AEAD with ephemeral Diffie-Hellman. TLS 1.3 has nothing else.
constexpr const char* kCiphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

/// The OpenSSL library's reason for what just failed; empties its queue.
std::string openssl_reason() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "no reason given" : reason;
}

void harden(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_CLEANSE_PLAINTEXT);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  // Idle connections give their buffers back; a write may be repeated from another address.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

Result<void> use_own_files(SSL_CTX* context, const TlsFiles& own) {
  const auto key = crypto::open_regular_file(own.key);
  if (!key) return std::unexpected(key.error());
  if ((key->status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(Errc::io,
                fmt::format("{}: mode {:04o}, 0600 expected: others can use this private key",
                            own.key.string(), key->status.st_mode & 07777U),
                fmt::format("chmod 600 {}", own.key.string()));
  }
  if (const auto chain = crypto::open_regular_file(own.certificate); !chain) {
    return std::unexpected(chain.error());
  }
  if (SSL_CTX_use_certificate_chain_file(context, own.certificate.c_str()) != 1) {
    return fail(Errc::malformed, fmt::format("{}: no PEM certificate chain ({})",
                                             own.certificate.string(), openssl_reason()));
  }
  if (SSL_CTX_use_PrivateKey_file(context, own.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return fail(Errc::untrusted,
                fmt::format("{}: not the private key of {} ({})", own.key.string(),
                            own.certificate.string(), openssl_reason()),
                "give the certificate and the key that were made together");
  }
  return {};
}

Result<void> trust_only(SSL_CTX* context, const std::filesystem::path& ca) {
  if (const auto file = crypto::open_regular_file(ca); !file) {
    return std::unexpected(file.error());
  }
  if (SSL_CTX_load_verify_locations(context, ca.c_str(), nullptr) != 1) {
    return fail(Errc::malformed,
                fmt::format("{}: no PEM certificates ({})", ca.string(), openssl_reason()));
  }
  return {};
}

/// OpenSSL itself checks the name, inside the handshake. POCO would do it afterwards, and not at
/// all for peers on the loopback interface.
Result<void> expect_host(SSL_CTX* context, const std::string& host) {
  X509_VERIFY_PARAM* param = SSL_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  Poco::Net::IPAddress address;
  const bool set = Poco::Net::IPAddress::tryParse(host, address)
                       ? X509_VERIFY_PARAM_set1_ip_asc(param, host.c_str()) == 1
                       : X509_VERIFY_PARAM_set1_host(param, host.c_str(), host.size()) == 1;
  if (!set) return fail(Errc::malformed, fmt::format("`{}` is no host name or address", host));
  return {};
}

Result<Context::Ptr> new_context(Context::Usage usage) {
  try {
    Context::Params params;
    params.verificationMode = Context::VERIFY_NONE;  // set below, on OpenSSL's own terms
    params.loadDefaultCAs = false;
    params.cipherList = kCiphers;
    Context::Ptr context(new Context(usage, params));
    // POCO would compare a client's certificate with the client's address.
    context->enableExtendedCertificateVerification(false);
    harden(context->sslContext());
    return context;
  } catch (const Poco::Exception& e) {
    return fail(Errc::io, fmt::format("TLS could not be set up: {}", e.displayText()));
  }
}

}  // namespace

Result<TlsContext> TlsContext::for_server(const TlsFiles& own,
                                          const std::optional<std::filesystem::path>& client_ca) {
  const auto context = new_context(Context::SERVER_USE);
  if (!context) return std::unexpected(context.error());
  SSL_CTX* ssl = (*context)->sslContext();
  if (auto done = use_own_files(ssl, own); !done) return std::unexpected(std::move(done.error()));
  if (client_ca) {
    if (auto done = trust_only(ssl, *client_ca); !done) {
      return std::unexpected(std::move(done.error()));
    }
    SSL_CTX_set_client_CA_list(ssl, SSL_load_client_CA_file(client_ca->c_str()));
    SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }
  return TlsContext(std::make_shared<const Held>(Held{*context}));
}

Result<TlsContext> TlsContext::for_client(const std::filesystem::path& ca, const std::string& host,
                                          const std::optional<TlsFiles>& own) {
  const auto context = new_context(Context::CLIENT_USE);
  if (!context) return std::unexpected(context.error());
  SSL_CTX* ssl = (*context)->sslContext();
  if (auto done = trust_only(ssl, ca); !done) return std::unexpected(std::move(done.error()));
  if (auto done = expect_host(ssl, host); !done) return std::unexpected(std::move(done.error()));
  if (own) {
    if (auto done = use_own_files(ssl, *own); !done)
      return std::unexpected(std::move(done.error()));
  }
  SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER, nullptr);
  return TlsContext(std::make_shared<const Held>(Held{*context}));
}

}  // namespace evisa::http
