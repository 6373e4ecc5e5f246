// The booth that the command line names, opened, at the time and in the language that it names.
#include "kiosk/session.h"

#include <fmt/core.h>

#include "cli/own_file.h"

namespace evisa::kiosk {
namespace {

/// The options name the booth again, so that a wrong folder is noticed.
Result<void> same_booth(const Options& options, const BoothIdentity& identity) {
  const auto differs = [](const std::string& given, const std::string& own) {
    return !given.empty() && given != own;
  };
  if (!differs(options.airport, identity.airport) && !differs(options.booth, identity.booth))
    return {};
  return fail(Errc::conflict,
              fmt::format("asked for booth {}-{}, {} belongs to {}", options.airport, options.booth,
                          options.home, identity.name()),
              "give the --home of that booth");
}

Result<Clock> clock_of(const Options& options, const BoothIdentity& identity, const Clock& clock) {
  if (options.at.empty()) return clock;
  if (!identity.test_only) {
    return fail(Errc::conflict, "--at: a production booth takes the time from its clock only",
                "leave --at away");
  }
  const auto at = visa::parse_instant(options.at);
  if (!at) return std::unexpected(at.error());
  return [at = *at] { return at; };
}

}  // namespace

Result<Session> open_session(const Options& options, const Clock& clock) {
  auto home = BoothHome::open(options.home);
  if (!home) return std::unexpected(home.error());
  if (auto ok = same_booth(options, home->identity()); !ok) return std::unexpected(ok.error());
  auto own_clock = clock_of(options, home->identity(), clock);
  if (!own_clock) return std::unexpected(own_clock.error());
  const auto language = visa::parse_language(options.language);
  if (!language) return std::unexpected(language.error());
  auto booth = Booth::open(std::move(*home));
  if (!booth) return std::unexpected(booth.error());
  const auto opened = (*own_clock)();
  return Session{std::move(*booth), std::move(*own_clock), opened, *language};
}

Result<crypto::SecretBytes> read_passphrase(const Options& options, const BoothIdentity& identity) {
  return cli::of_own_file(
      crypto::read_passphrase(options.passphrase_file,
                              fmt::format("Passphrase for the key of booth {}: ", identity.name())),
      options.passphrase_file.value_or("/dev/tty"));
}

Result<crypto::Ed25519SecretKey> unlock(const Booth& booth, const Options& options) {
  const auto passphrase = read_passphrase(options, booth.home().identity());
  if (!passphrase) return std::unexpected(passphrase.error());
  return booth.home().unlock(*passphrase);
}

}  // namespace evisa::kiosk
