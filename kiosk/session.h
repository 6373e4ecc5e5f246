// The booth that the command line names, opened, at the time and in the language that it names.
#pragma once

#include "kiosk/booth.h"
#include "kiosk/link_keeper.h"
#include "kiosk/options.h"

namespace evisa::kiosk {

struct Session {
  std::unique_ptr<Booth> booth;
  Clock clock;             ///< the booth's time: the device's, or the instant of `--at`
  visa::Instant opened{};  ///< by that clock
  visa::Language language = visa::Language::en;
};

/// `clock`: the device's time; `--at` replaces it on a test booth. Errors: conflict (another
/// booth's folder, `--at` on a production booth), malformed (`--at`, `--lang`), and as
/// BoothHome::open, Booth::open.
[[nodiscard]] Result<Session> open_session(const Options& options, const Clock& clock);

/// The passphrase of a booth's key, from the file or the prompt. Errors: not_found, unavailable
/// (no terminal), io (also: empty or too long).
[[nodiscard]] Result<crypto::SecretBytes> read_passphrase(const Options& options,
                                                          const BoothIdentity& identity);

/// Opens the booth's key. Errors: as read_passphrase, BoothHome::unlock.
[[nodiscard]] Result<crypto::Ed25519SecretKey> unlock(const Booth& booth, const Options& options);

}  // namespace evisa::kiosk
