// Routing and who may ask.
#include "http/router.h"

#include <gmock/gmock.h>

#include "tests/unit/http/test_server.h"

namespace {

using namespace evisa;
using namespace evisa::http;
using namespace evisa::http::test;
using testing::HasSubstr;

Route route(Method method, std::string path, std::vector<std::string> roles = {}) {
  const std::string text = path;
  return {.method = method,
          .path = std::move(path),
          .handler = [text](const Request&) { return text_response(200, text); },
          .roles = std::move(roles)};
}

std::expected<ClientResponse, ClientError> ask(TestServer& server, const std::string& target,
                                               const std::string& token = "",
                                               Method method = Method::get) {
  Client client = client_for(server.port());
  ClientRequest request{.method = method, .target = target, .deadline = 5s};
  if (!token.empty()) request.headers.add("Authorization", "Bearer " + token);
  return client.send(request);
}

TEST(Router, GivesTheParameterDecoded) {
  TestServer server;
  EXPECT_EQ(ask(server, "/v1/visas/26%2D7?x=1", "booth-1")->body, "26-7");
}

TEST(Router, NamesTheMethodsOfAPath) {
  TestServer server;
  const auto got = ask(server, "/small");
  EXPECT_EQ(got->status, 405);
  EXPECT_EQ(got->headers.find("Allow"), "OPTIONS, POST");
}

TEST(Router, UnknownPathIsNotFound) {
  TestServer server;
  for (const char* target :
       {"/", "/hell", "/hello/", "//hello", "/v1/visas", "/v1/visas/", "/v1/visas/1/2"}) {
    EXPECT_EQ(ask(server, target, "booth-1")->status, 404) << target;
  }
}

TEST(Router, AsksWhoItIsBeforeAnythingElse) {
  TestServer server;
  const auto nobody = ask(server, "/v1/visas/1");
  EXPECT_EQ(nobody->status, 401);
  EXPECT_EQ(nobody->headers.find("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(server.counters.handled, 0);
}

TEST(Router, RefusesAnotherRole) {
  TestServer server;
  const auto got = ask(server, "/v1/visas/1", "airline-7");
  EXPECT_EQ(got->status, 403);
  EXPECT_THAT(got->body, HasSubstr("airline"));
}

// "Could not look it up" must not read as "wrong token": the client would throw its token away.
TEST(Router, TokenThatCannotBeLookedUpIsUnavailable) {
  TestServer server;
  EXPECT_EQ(ask(server, "/v1/visas/1", "unavailable")->status, 503);
}

TEST(Router, PrefersTheLiteralSegment) {
  const auto router = sample::must(Router::create(
      {route(Method::get, "/a/{b}"), route(Method::get, "/a/c"), route(Method::get, "/{x}/c")}));
  Request request{.segments = {"a", "c"}};
  EXPECT_TRUE(router.admit(request));
  EXPECT_EQ(request.route, "/a/c");
  Request other{.segments = {"z", "c"}};
  EXPECT_TRUE(router.admit(other));
  EXPECT_EQ(other.route, "/{x}/c");
  EXPECT_EQ(other.parameter("x"), "z");
}

TEST(Router, RunsTheGuardAfterAuthentication) {
  const auto router = sample::must(
      Router::create({route(Method::get, "/a", {"booth"})}, bearer,
                     [](const Request&, const Principal& who) -> std::optional<Response> {
                       if (who.id == "booth-9") return empty_response(429);
                       return std::nullopt;
                     }));
  Request request{.segments = {"a"}, .headers = {{"Authorization", "Bearer booth-9"}}};
  EXPECT_EQ(router.admit(request).error().status, 429);
  request.headers.set("Authorization", "Bearer booth-1");
  EXPECT_TRUE(router.admit(request));
  EXPECT_EQ(request.principal->id, "booth-1");
}

TEST(Router, RefusesWrongTables) {
  EXPECT_EQ(Router::create({route(Method::get, "a")}).error().code, Errc::malformed);
  EXPECT_EQ(Router::create({route(Method::get, "/a/")}).error().code, Errc::malformed);
  EXPECT_EQ(Router::create({route(Method::get, "/a//b")}).error().code, Errc::malformed);
  EXPECT_EQ(Router::create({route(Method::get, "/a/{}")}).error().code, Errc::malformed);
  EXPECT_EQ(
      Router::create({route(Method::get, "/a/{b}"), route(Method::get, "/a/{c}")}).error().code,
      Errc::conflict);
  EXPECT_EQ(Router::create({route(Method::get, "/a", {"booth"})}).error().code, Errc::out_of_range);
}

TEST(Router, LogsTheTemplateAndNeverThePath) {
  TestServer server;
  EXPECT_EQ(ask(server, "/v1/visas/26012345670", "booth-1")->status, 200);
  EXPECT_EQ(ask(server, "/v1/26012345670", "booth-1")->status, 404);
  server.server->stop();
  const auto lines = server.served();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].route, "/v1/visas/{number}");
  EXPECT_EQ(lines[0].principal, "booth-1");
  EXPECT_EQ(lines[0].bytes_out, 11U);
  EXPECT_EQ(lines[1].route, "");
}

}  // namespace
