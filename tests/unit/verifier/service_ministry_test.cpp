// What the ministry delivers over HTTP, and what booths fetch: bundles by ETag, register pages.
#include <gmock/gmock.h>

#include "db/register_feed.h"
#include "tests/unit/verifier/scene.h"
#include "tests/unit/verifier/service_fixture.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using scenes::kNow;
using scenes::Service;
using namespace std::chrono_literals;

Json body_of(const db::SignedBundle& bundle) {
  return {{"bundle", crypto::to_base64(crypto::as_bytes(bundle.content))},
          {"signature", bundle.signature}};
}

class ServiceMinistry : public ::testing::Test {
 protected:
  http::ClientResponse put(const Json& body) {
    return service_.send(http::Method::put, "/v1/trust/bundle", office_, crypto::write_json(body));
  }
  http::ClientResponse fetch(const std::string& etag = {}) {
    http::Headers headers;
    if (!etag.empty()) headers.add("If-None-Match", etag);
    return service_.send(http::Method::get, "/v1/trust/bundle", booth_, {}, headers);
  }
  http::ClientResponse fetch_signature(const std::string& etag) {
    return service_.send(http::Method::get,
                         "/v1/trust/bundle.minisig?etag=" + http::percent_encode(etag), booth_);
  }

  Service service_;
  std::string office_ = service_.token(db::TokenRole::office, "MFA");
  std::string booth_ = service_.token(db::TokenRole::booth, "ALA-01");
};

TEST_F(ServiceMinistry, ABundleIsDeliveredAndFetchedWithItsSignature) {
  EXPECT_EQ(fetch().status, 404);
  const auto bundle = service_.bundle(7);
  const auto delivered = put(body_of(bundle));
  ASSERT_EQ(delivered.status, 200) << delivered.body;
  const auto state = crypto::parse_json(delivered.body).value();
  EXPECT_EQ(state["sequence"], 7);
  const auto fetched = fetch();
  ASSERT_EQ(fetched.status, 200);
  EXPECT_EQ(fetched.body, bundle.content);
  const std::string etag(*fetched.headers.find("ETag"));
  EXPECT_EQ(state["etag"], etag);
  const auto signature = fetch_signature(etag);
  EXPECT_EQ(signature.status, 200);
  EXPECT_EQ(signature.body, bundle.signature);
  const auto unchanged = fetch(etag);
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_TRUE(unchanged.body.empty());
  ASSERT_EQ(put(body_of(service_.bundle(8))).status, 200);
  EXPECT_EQ(fetch(etag).status, 200);
  EXPECT_EQ(fetch_signature(etag).status, 404) << "of a bundle that is no longer in force";
}

TEST_F(ServiceMinistry, TheLastGoodBundleSurvivesEveryBadOne) {
  ASSERT_EQ(put(body_of(service_.bundle(7))).status, 200);
  const Service stranger;
  auto touched = service_.bundle(8);
  touched.content[touched.content.size() / 2] ^= 1;
  auto cut = service_.bundle(8);
  cut.content.resize(cut.content.size() / 2);
  auto unsigned_one = service_.bundle(8);
  unsigned_one.signature.clear();
  const std::pair<int, db::SignedBundle> bad[] = {{409, service_.bundle(6)},
                                                  {422, service_.bundle(8, false)},
                                                  {422, stranger.bundle(8)},
                                                  {422, touched},
                                                  {422, cut},
                                                  {422, unsigned_one},
                                                  {422, {}}};
  for (const auto& [status, bundle] : bad) {
    const auto refused = put(body_of(bundle));
    EXPECT_EQ(refused.status, status) << refused.body;
    EXPECT_EQ(fetch().body, service_.airport().trust->signed_bundle()->content);
    EXPECT_EQ((*service_.airport().trust->current())->sequence(), 7U);
  }
  EXPECT_EQ(put({{"bundle", "***"}, {"signature", ""}}).status, 400);
}

TEST_F(ServiceMinistry, OnlyTheOfficeDelivers) {
  const auto body = crypto::write_json(body_of(service_.bundle(7)));
  EXPECT_EQ(service_.send(http::Method::put, "/v1/trust/bundle", booth_, body).status, 403);
  EXPECT_EQ(service_.send(http::Method::get, "/v1/trust/bundle", {}, {}).status, 401);
}

TEST_F(ServiceMinistry, RegisterPagesFollowOnEachOther) {
  const auto state = [&] {
    return crypto::parse_json(service_.send(http::Method::get, "/v1/register/state", office_).body)
        .value();
  };
  EXPECT_EQ(state()["change"], 0);
  EXPECT_TRUE(state()["as_of"].is_null());
  const auto page = service_.page({}, kNow - 1h);
  const Json body{{"json", page.json}, {"signature", crypto::to_base64(page.signature)}};
  EXPECT_EQ(service_.post("/v1/register/pages", office_, body)["as_of"],
            visa::to_string(kNow - 1h));
  EXPECT_EQ(state()["as_of"], visa::to_string(kNow - 1h));
  auto forged = page;
  forged.signature[0] ^= 1;
  service_.post("/v1/register/pages", office_,
                {{"json", forged.json}, {"signature", crypto::to_base64(forged.signature)}}, 422);
  const auto gap = service_.page({}, kNow, 5);
  service_.post("/v1/register/pages", office_,
                {{"json", gap.json}, {"signature", crypto::to_base64(gap.signature)}}, 409);
  service_.post("/v1/register/pages", office_, {{"json", ""}}, 400);
}

}  // namespace
}  // namespace evisa::verifier
