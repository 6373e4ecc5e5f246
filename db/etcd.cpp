// A question to an etcd cluster: members in turn, one deadline.
#include "db/etcd.h"

#include <fmt/format.h>

#include <utility>

#include "http/private_endpoint.h"

namespace evisa::db {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view kScheme = "etcd://";
constexpr std::string_view kPort = "2379";

// An IPv6 address has colons of its own, inside its brackets.
bool has_port(std::string_view member) {
  const auto colon = member.rfind(':');
  return colon != std::string_view::npos && member.find(']', colon) == std::string_view::npos;
}

Result<http::Endpoint> parse_member(std::string_view member, bool with_tls) {
  auto endpoint = http::Endpoint::parse(fmt::format("{}://{}{}", with_tls ? "https" : "http",
                                                    member, has_port(member) ? "" : ":2379"));
  if (!endpoint)
    return fail(Errc::malformed, fmt::format("found \"{}\", expected a host of the cluster, with "
                                             "or without a port (else {})",
                                             member, kPort));
  if (!with_tls && !http::is_this_machine(endpoint->host))
    return fail(Errc::out_of_range,
                fmt::format("{} is not on this machine: claims travel by TLS", endpoint->host),
                "name the root that the cluster's certificates are under: --claims-ca FILE");
  return endpoint;
}

Result<crypto::Json> read(const std::expected<http::ClientResponse, http::ClientError>& response) {
  if (!response)
    return fail(Errc::unavailable, fmt::format("{}: {}", http::to_string(response.error().failure),
                                               response.error().error.message));
  if (response->status != 200)
    return fail(Errc::unavailable, fmt::format("answered {}", response->status));
  auto json = crypto::parse_json(response->body);
  if (!json || !json->is_object())
    return fail(Errc::unavailable, "answered what is no JSON object");
  return json;
}

}  // namespace

Result<EtcdAddress> EtcdAddress::parse(std::string_view text, bool with_tls) {
  if (!text.starts_with(kScheme))
    return fail(Errc::malformed,
                fmt::format("found \"{}\", expected {}HOST,HOST,HOST", text, kScheme));
  EtcdAddress address;
  std::string_view rest = text.substr(kScheme.size());
  while (true) {
    const auto comma = rest.find(',');
    auto member = parse_member(rest.substr(0, comma), with_tls);
    if (!member) return std::unexpected(std::move(member.error()));
    address.members.push_back(std::move(*member));
    if (comma == std::string_view::npos) return address;
    rest = rest.substr(comma + 1);
  }
}

Result<Etcd> Etcd::create(const EtcdAddress& address, milliseconds deadline) {
  std::vector<http::Client> members;
  for (const auto& member : address.members) {
    http::ClientOptions options;
    options.ca = address.ca;
    options.certificate = address.certificate;
    options.key = address.key;
    options.max_response = 1U << 20;
    auto client = http::Client::create(member, options);
    if (!client) return std::unexpected(std::move(client.error()));
    members.push_back(std::move(*client));
  }
  return Etcd(std::move(members), deadline);
}

Etcd::Etcd(Etcd&& other) noexcept
    : members_(std::move(other.members_)),
      deadline_(other.deadline_),
      answers_(other.answers_.load()) {}

// Twice around: a kept connection to a member that was restarted is found closed only by using it.
Result<crypto::Json> Etcd::ask(std::string_view target, const crypto::Json& question) {
  http::ClientRequest request{.method = http::Method::post, .target = std::string(target)};
  request.headers.add("Content-Type", "application/json");
  request.body = crypto::write_json(question);
  const auto end = steady_clock::now() + deadline_;
  const std::size_t first = answers_.load(std::memory_order_relaxed), count = members_.size();
  std::string why = "no answer in time";
  for (std::size_t i = 0; i < 2 * count; ++i) {
    const auto left = std::chrono::duration_cast<milliseconds>(end - steady_clock::now());
    if (left <= milliseconds{0}) break;
    const std::size_t member = (first + i) % count;
    // A member that says nothing leaves the others their share of the time.
    request.deadline = left / static_cast<int>(i < count ? count - i : 1);
    auto answer = read(members_[member].send(request));
    if (answer) {
      answers_.store(member, std::memory_order_relaxed);
      return answer;
    }
    why = std::move(answer.error().message);
  }
  answers_.store((first + 1) % count, std::memory_order_relaxed);
  return fail(Errc::unavailable, fmt::format("the claims' cluster: {}", why));
}

}  // namespace evisa::db
