// Opening what an airport's service works on.
#include "verifier/service/airport.h"

#include <algorithm>

#include "cli/own_file.h"

namespace evisa::verifier {
namespace {

/// Takes the store of a result, or passes its error on.
template <class T>
Result<void> put(Result<std::unique_ptr<T>> opened, std::unique_ptr<T>& place) {
  if (!opened) return std::unexpected(std::move(opened.error()));
  place = std::move(*opened);
  return {};
}

Result<void> open_visas(const ServiceHome& home, Airport& airport) {
  auto visas = home.visas();
  if (!visas && visas.error().code == Errc::not_found && !home.knows_register()) return {};
  return put(std::move(visas), airport.visas);
}

Result<void> open_stores(const ServiceHome& home, Airport& airport) {
  if (auto ok = put(home.accounts(), airport.accounts); !ok) return ok;
  if (auto ok = put(home.operations(), airport.operations); !ok) return ok;
  if (auto ok = put(home.peers(), airport.peers); !ok) return ok;
  if (auto ok = put(db::CrossingLog::open(home.log_file(), db::Open::existing), airport.log); !ok)
    return ok;
  if (auto ok = put(home.receipts(), airport.receipts); !ok) return ok;
  if (auto ok = open_visas(home, airport); !ok) return ok;
  if (auto ok = put(db::TrustStore::open(home.trust_folder(), home.authority()), airport.trust);
      !ok)
    return ok;
  airport.in_force = std::make_unique<TrustInForce>(*airport.trust, airport.test_only);
  return {};
}

/// The service signs corrections like a booth.
Result<void> register_own_key(Airport& airport) {
  const auto keys = airport.accounts->booths().load();
  if (!keys) return std::unexpected(keys.error());
  const auto own = airport.key.public_key();
  const auto* booth = keys->find(airport.booth);
  const bool known = booth != nullptr && std::ranges::any_of(booth->keys, [&](const auto& key) {
                       return key.key == own;
                     });
  if (known) return {};
  const auto now = airport.now();
  return airport.accounts->booths().add(airport.booth, own, now, {.by = "os:serve", .at = now});
}

}  // namespace

Result<std::unique_ptr<Airport>> open_airport(const ServiceHome& home, crypto::Ed25519SecretKey key,
                                              std::function<visa::Instant()> now) {
  std::unique_ptr<Airport> airport(new Airport{.name = home.identity().airport,
                                               .booth = home.identity().airport + "-S1",
                                               .test_only = home.identity().test_only,
                                               .key = std::move(key),
                                               .log = {},
                                               .trust = {},
                                               .in_force = {},
                                               .accounts = {},
                                               .operations = {},
                                               .peers = {},
                                               .visas = {},
                                               .receipts = {},
                                               .cluster = {},
                                               .now = std::move(now)});
  if (auto opened = open_stores(home, *airport); !opened)
    return std::unexpected(cli::own_file_fault(std::move(opened.error()), home.folder()));
  if (auto known = register_own_key(*airport); !known) return std::unexpected(known.error());
  const auto remembered = airport->trust->head(airport->booth);
  if (!remembered) return std::unexpected(remembered.error());
  if (auto same = db::check_head(*airport->log, airport->booth, *remembered); !same)
    return std::unexpected(same.error());
  return airport;
}

}  // namespace evisa::verifier
