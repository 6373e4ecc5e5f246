// evisa-verifier serve: the airport's service, until it is told to stop.
#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "cli/stop_signal.h"
#include "cli/taken_by.h"
#include "cli/token_file.h"
#include "crypto/key_file.h"
#include "http/access_log.h"
#include "verifier/service/claim_keeper.h"
#include "verifier/service/home_commands.h"
#include "verifier/service/home_options.h"
#include "verifier/service/routes.h"
#include "verifier/service/sync_loop.h"
#include "verifier/service/watch.h"

namespace evisa::verifier {
namespace {

struct ServeOptions {
  HomeOptions home;
  std::string address = "127.0.0.1", passphrase_file, tls_cert, tls_key, access_log;
  std::uint16_t port = 8443;
  unsigned threads = 80;
  std::vector<std::string> peers;  ///< NAME=URL
  std::string peer_ca, peer_tokens;
  std::string claims, claims_ca, claims_cert, claims_key;
  bool plain = false;
};

visa::Instant clock_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// NAME=URL; the token lies in `peer_tokens`/NAME.token, never on the command line.
Result<Peer> peer_of(const ServeOptions& options, const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos)
    return fail(Errc::malformed, fmt::format("--peer {}: expected NAME=URL", text),
                "for example NQZ=https://nqz.example:8443");
  Peer peer{.name = text.substr(0, equals), .address = {}};
  peer.address.url = text.substr(equals + 1);
  peer.address.ca = options.peer_ca;
  auto token =
      cli::read_token_file(std::filesystem::path(options.peer_tokens) / (peer.name + ".token"));
  if (!token) return std::unexpected(token.error());
  peer.address.token = std::move(*token);
  return peer;
}

http::ServerOptions server_options(const ServeOptions& options) {
  http::ServerOptions server;
  server.address = options.address;
  server.port = options.port;
  server.threads = options.threads;
  server.now = clock_now;
  if (!options.plain)
    server.tls = http::ServerTls{.certificate = options.tls_cert, .key = options.tls_key};
  return server;
}

Result<std::vector<std::unique_ptr<SyncLoop>>> start_peers(const ServeOptions& options,
                                                           Airport& airport) {
  std::vector<std::unique_ptr<SyncLoop>> loops;
  for (const auto& text : options.peers) {
    auto peer = peer_of(options, text);
    if (!peer) return std::unexpected(peer.error());
    auto loop = SyncLoop::start(std::move(*peer), airport);
    if (!loop) return std::unexpected(loop.error());
    loops.push_back(std::move(*loop));
  }
  return loops;
}

std::optional<std::filesystem::path> file_of(const std::string& name) {
  return name.empty() ? std::nullopt : std::optional<std::filesystem::path>(name);
}

/// A booth waits half a second for its answer.
constexpr std::chrono::milliseconds kClusterDeadline{350};

Result<std::unique_ptr<ClaimKeeper>> join_cluster(const ServeOptions& options, Airport& airport,
                                                  http::Metrics& metrics) {
  if (options.claims.empty()) return nullptr;
  auto address = db::EtcdAddress::parse(options.claims, !options.claims_ca.empty());
  if (!address) return std::unexpected(address.error());
  address->ca = file_of(options.claims_ca);
  address->certificate = file_of(options.claims_cert);
  address->key = file_of(options.claims_key);
  auto etcd = db::Etcd::create(*address, kClusterDeadline);
  if (!etcd) return std::unexpected(etcd.error());
  airport.cluster =
      std::make_unique<ClusterClaims>(db::EtcdClaims(std::move(*etcd)), *airport.log, airport.name);
  auto keeper = std::make_unique<ClaimKeeper>(airport);
  metrics.gauge_from("evisa_claims_cluster_linked",
                     "1: the claims' cluster answers, 0: it does not",
                     [keeper = keeper.get()] { return keeper->linked() ? 1.0 : 0.0; });
  return keeper;
}

/// Each of many threads would keep a heap as large as its largest request ever was.
void share_few_heaps() {
  constexpr int kHeaps = 4;
  ::mallopt(M_ARENA_MAX, kHeaps);
}

Result<int> serve(const ServeOptions& options, visa::Instant) {
  share_few_heaps();
  const cli::StopSignal stop;
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto passphrase = crypto::read_passphrase(
      file_of(options.passphrase_file),
      fmt::format("Passphrase for the key of service {}: ", home->identity().airport));
  if (!passphrase) return std::unexpected(passphrase.error());
  auto key = home->unlock(*passphrase);
  if (!key) return std::unexpected(key.error());
  const auto airport = open_airport(*home, std::move(*key), clock_now);
  if (!airport) return std::unexpected(airport.error());

  http::Metrics metrics;
  const auto keeper = join_cluster(options, **airport, metrics);
  if (!keeper) return std::unexpected(keeper.error());
  http::RequestMetrics requests(metrics);
  http::AccessLog access_log(STDOUT_FILENO);
  http::RateLimiter limiter({});
  const auto router = make_router(**airport, limiter, metrics);
  if (!router) return std::unexpected(router.error());
  http::Service service = router->service();
  service.served = [&](const http::Served& served) {
    requests.count(served);
    access_log.write(served);
  };
  const auto peers = start_peers(options, **airport);
  if (!peers) return std::unexpected(peers.error());
  const BoothWatch watch(**airport);
  const auto server = http::Server::start(server_options(options), std::move(service));
  if (!server) return std::unexpected(server.error());
  http::export_server_stats(metrics, **server, "api");
  fmt::print(stderr, "service {} listens on {}:{}{}\n", (*airport)->name, options.address,
             (*server)->port(), options.plain ? " without TLS" : "");
  stop.wait();
  fmt::print(stderr, "service {} stops: requests in flight are finished\n", (*airport)->name);
  (*server)->stop();
  return cli::kOk;
}

void check_words(const ServeOptions& options) {
  if (options.plain && options.address != "127.0.0.1" && options.address != "::1")
    throw CLI::ValidationError("--without-tls", "is for loopback only (--address 127.0.0.1)");
  if (!options.plain && (options.tls_cert.empty() || options.tls_key.empty()))
    throw CLI::RequiredError("--tls-cert and --tls-key (or --without-tls on loopback)");
  if (!options.peers.empty() && options.peer_tokens.empty())
    throw CLI::RequiredError("--peer-tokens (with --peer)");
  if (options.claims_cert.empty() != options.claims_key.empty())
    throw CLI::RequiredError("--claims-cert and --claims-key, both or neither");
  if (options.claims.empty() && !(options.claims_ca + options.claims_cert).empty())
    throw CLI::RequiredError("--claims (with --claims-ca, --claims-cert)");
}

}  // namespace

void add_serve_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("serve", "The airport's service, until it is told to stop");
  const auto options = std::make_shared<ServeOptions>();
  add_home_options(*command, options->home);
  command->add_option("--address", options->address, "Address to listen on")->capture_default_str();
  command->add_option("--port", options->port, "Port; 0: any free one")->capture_default_str();
  command->add_option("--tls-cert", options->tls_cert, "Certificate chain, PEM")->type_name("FILE");
  command->add_option("--tls-key", options->tls_key, "Its key, PEM, mode 0600")->type_name("FILE");
  command->add_flag("--without-tls", options->plain, "Behind a proxy on the same machine");
  command->add_option("--passphrase-file", options->passphrase_file,
                      "First line opens the service's key; without it you are asked");
  command->add_option("--threads", options->threads, "Requests worked on at the same time")
      ->check(CLI::Range(4, 1000))
      ->capture_default_str();
  command->add_option("--peer", options->peers, "The other airport by its IATA code, NAME=URL")
      ->allow_extra_args(false);
  command->add_option("--peer-ca", options->peer_ca, "Root that peers' certificates are under, PEM")
      ->type_name("FILE");
  command->add_option("--peer-tokens", options->peer_tokens, "Folder of NAME.token files")
      ->type_name("DIR");
  command
      ->add_option("--claims", options->claims,
                   "Cluster that decides on single entries, etcd://HOST,HOST,HOST")
      ->type_name("URL");
  command->add_option("--claims-ca", options->claims_ca, "Root its certificates are under, PEM")
      ->type_name("FILE");
  command->add_option("--claims-cert", options->claims_cert, "This service's certificate there")
      ->type_name("FILE");
  command->add_option("--claims-key", options->claims_key, "Its key, PEM, mode 0600")
      ->type_name("FILE");
  command->parse_complete_callback([options] { check_words(*options); });
  choose(*command, session, options, serve);
}

}  // namespace evisa::verifier
