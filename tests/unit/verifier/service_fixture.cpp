// An airport's service over real HTTP on loopback.
#include "tests/unit/verifier/service_fixture.h"

#include "tests/unit/verifier/scene_bundle.h"

namespace evisa::verifier::scenes {

using namespace std::chrono_literals;

const visa::Instant kNow = visa::parse_instant("2026-11-20T10:00:00Z").value();

visa::VisaNumber visa_no(std::uint32_t n) { return visa::VisaNumber::compose(26, n).value(); }

namespace {

crypto::SecretBytes secret(std::string_view text) {
  return crypto::SecretBytes::copy_of(crypto::as_bytes(text));
}

}  // namespace

ServiceClient Service::client(db::TokenRole role, const std::string& subject) {
  return ServiceClient::create(running_.address(role, subject)).value();
}

std::string Service::session(const std::string& badge, db::OfficerRole role) {
  EXPECT_TRUE(airport().accounts->officers().add({badge, role}, secret("480917"), {"test", kNow}));
  return post("/v1/sessions", {}, {{"badge", badge}, {"pin", "480917"}}, 201)["token"];
}

http::ClientResponse Service::send(http::Method method, const std::string& target,
                                   const std::string& token, const std::string& body,
                                   http::Headers headers) {
  http::ClientOptions options;
  if (!token.empty()) options.headers.add("Authorization", "Bearer " + token);
  auto client =
      http::Client::create(http::Endpoint::parse(running_.url()).value(), options).value();
  http::ClientRequest request{.method = method, .target = target};
  request.deadline = 20s;
  request.body = body;
  request.headers = std::move(headers);
  if (!body.empty() && !request.headers.find("Content-Type"))
    request.headers.add("Content-Type", "application/json");
  const auto response = client.send(request);
  EXPECT_TRUE(response) << response.error().error.message;
  return response ? *response : http::ClientResponse{};
}

crypto::Json Service::post(const std::string& target, const std::string& token,
                           const crypto::Json& body, int status) {
  const auto response = send(http::Method::post, target, token, crypto::write_json(body));
  EXPECT_EQ(response.status, status) << target << ": " << response.body;
  return crypto::parse_json(response.body, response.body.size()).value_or(crypto::Json::object());
}

db::SignedBundle Service::bundle(std::uint64_t sequence, bool test_only) const {
  auto contents = bundle_contents(sequence);
  contents.test_only = test_only;
  const auto bytes = crypto::encode_bundle(std::move(contents)).value();
  return {std::string(crypto::as_text(bytes)), authority_.sign(bytes, "test")};
}

void Service::trust(std::uint64_t sequence) {
  const auto taken = airport().in_force->import(bundle(sequence));
  EXPECT_TRUE(taken) << taken.error().message;
}

db::SignedPage Service::page(const std::vector<visa::VisaRecord>& records, visa::Instant as_of,
                             std::uint64_t since) const {
  db::FeedPage page{.signed_at = as_of,
                    .since = since,
                    .previous = {},
                    .latest = since + records.size(),
                    .changes = {}};
  for (const auto& record : records)
    page.changes.push_back(
        {since + page.changes.size() + 1, db::FedVersion{{record, {0xDC}, as_of}}});
  return db::sign_page(page, register_key_);
}

void Service::know(const std::vector<visa::VisaRecord>& records, visa::Instant as_of) {
  const auto taken = airport().visas->apply(page(records, as_of));
  EXPECT_TRUE(taken) << taken.error().message;
}

Booth::Booth(std::string name, Service& service)
    : chain_(std::move(name)), client_(service.client(db::TokenRole::booth, chain_.booth())) {
  EXPECT_TRUE(service.airport().accounts->booths().add(chain_.booth(), chain_.public_key(),
                                                       kNow - 24h, {"test", kNow}));
}

crypto::SignedEvent Booth::sign(visa::EventKind kind, std::uint32_t visa, bool provisional) {
  visa::Crossing crossing = chain_.draft(kind, visa_no(visa), kNow);
  crossing.provisional = provisional;
  return chain_.append(crossing);
}

crypto::SignedEvent Booth::reverse(std::uint64_t sequence, std::uint32_t visa) {
  visa::Crossing crossing = chain_.draft(visa::EventKind::reversal, visa_no(visa), kNow + 1min);
  crossing.reverses = {chain_.booth(), sequence};
  crossing.officer = officer;
  return chain_.append(crossing);
}

db::ClaimAnswer Booth::claim(std::uint32_t visa) {
  return client_.claim(visa_no(visa),
                       {.event = chain_.next(), .time = kNow, .airport = chain_.airport()});
}

EventAnswer Booth::hand_in(const crypto::SignedEvent& event) {
  const auto handed = client_.hand_in(std::vector{event});
  EXPECT_TRUE(handed) << handed.error().message;
  return handed->answers.at(0);
}

}  // namespace evisa::verifier::scenes
