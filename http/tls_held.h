// What a TlsContext holds. Included by tls.cpp and stream.cpp only: POCO's Context hands out
// OpenSSL's SSL_CTX, and some of what a server must set has no name in POCO.
#pragma once

#include <Poco/Net/Context.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "http/tls.h"

namespace evisa::http {

struct TlsContext::Held {
  Poco::Net::Context::Ptr context;
};

}  // namespace evisa::http
