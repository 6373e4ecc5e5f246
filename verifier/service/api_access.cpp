// Who may ask the API.
#include "verifier/service/api_access.h"

#include "crypto/json_secret.h"
#include "http/crew.h"

namespace evisa::verifier {
namespace {

using crypto::JsonObject;

/// Sessions of the pages and of booths alike: the API is the place where they are used.
constexpr std::string_view kPlace = "api";
/// How the tokens begin that officers have from a log-in; those of machines name their role there.
constexpr std::string_view kSessionToken = "evisa_session_";

Result<std::string_view> bearer(const http::Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto field = request.headers.find("Authorization");
  if (!field) return fail(Errc::malformed, "no Authorization: Bearer TOKEN");
  if (request.headers.count("Authorization") != 1 || field->size() <= kScheme.size() ||
      !http::equal_without_case(field->substr(0, kScheme.size()), kScheme))
    return fail(Errc::malformed, "Authorization: expected one Bearer TOKEN");
  return field->substr(kScheme.size());
}

std::string role_of(const db::Officer& officer) {
  switch (officer.role) {
    case db::OfficerRole::officer:
      return "officer";
    case db::OfficerRole::senior:
    case db::OfficerRole::supervisor:
      return "senior";
    case db::OfficerRole::agent:
      return "agent";
  }
  return "officer";
}

Result<http::Principal> find_principal(Airport& airport, const http::Request& request) {
  const auto token = bearer(request);
  if (!token) return std::unexpected(token.error());
  if (token->starts_with(kSessionToken)) {
    const auto session = airport.accounts->sessions().authenticate(*token, kPlace, airport.now());
    if (!session) return std::unexpected(session.error());
    return http::Principal{session->officer.badge, role_of(session->officer)};
  }
  const auto machine = airport.accounts->tokens().authenticate(*token, airport.now());
  if (!machine) return std::unexpected(machine.error());
  return http::Principal{machine->subject, std::string(db::to_string(machine->role))};
}

/// What the one outward message of a refused log-in is answered with.
http::Response log_in_refused(const Error& error) {
  if (error.code == Errc::io || error.code == Errc::unavailable)
    return http::problem_response(error);
  return http::problem_response(401, std::string(db::kLogInRefused));
}

struct Credentials {
  std::string badge;
  crypto::SecretBytes pin;
};

Result<Credentials> read_credentials(const crypto::Json& body) {
  auto object = JsonObject::open(body, "log-in");
  if (!object) return std::unexpected(object.error());
  auto badge = object->text("badge");
  if (!badge) return std::unexpected(badge.error());
  auto pin = crypto::secret_text(*object, "pin");
  if (!pin) return std::unexpected(pin.error());
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  return Credentials{std::move(*badge), std::move(*pin)};
}

Result<http::Response> log_in(Airport& airport, const http::Request& request) {
  auto body = read_json(request);
  if (!body) return std::unexpected(body.error());
  const auto who = read_credentials(*body);
  crypto::wipe(*body);
  if (!who) return std::unexpected(who.error());
  const auto now = airport.now();
  const http::Waiting long_work;  // Argon2id
  const auto made =
      airport.accounts->sessions().log_in(who->badge, who->pin, std::string(kPlace), now);
  if (!made) return log_in_refused(made.error());
  const auto longest = db::SessionLimits{}.longest;
  return ok({{"token", crypto::as_text(made->token.view())},
             {"badge", made->session.officer.badge},
             {"role", role_of(made->session.officer)},
             {"expires", visa::to_string(made->session.since + longest)}},
            201);
}

Result<http::Response> log_out(Airport& airport, const http::Request& request) {
  const auto token = bearer(request);
  if (!token) return std::unexpected(token.error());
  if (auto done = airport.accounts->sessions().log_out(*token); !done)
    return std::unexpected(done.error());
  return http::empty_response(204);
}

}  // namespace

http::Authenticate authenticate(Airport& airport) {
  return [&airport](const http::Request& request) { return find_principal(airport, request); };
}

http::Guard rate_guard(Airport& airport, http::RateLimiter& limiter) {
  return [&airport, &limiter](const http::Request&,
                              const http::Principal& who) -> std::optional<http::Response> {
    const auto wait = limiter.wait(who.role + " " + who.id, airport.now());
    if (!wait) return std::nullopt;
    return http::too_many_requests(*wait);
  };
}

std::vector<http::Route> access_routes(Airport& airport) {
  using http::Method;
  return {
      // Each log-in costs an Argon2id: few at once, whoever asks.
      {Method::post, "/v1/sessions", handler(airport, log_in), {}, 1U << 10, 8},
      {Method::del, "/v1/sessions", handler(airport, log_out), {"officer", "senior", "agent"}},
  };
}

}  // namespace evisa::verifier
