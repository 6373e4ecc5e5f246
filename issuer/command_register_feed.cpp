// evisa-issuer register-key, register-feed: what the airports' copies of the register live on.
#include <fmt/core.h>

#include <chrono>

#include "cli/own_file.h"
#include "cli/progress.h"
#include "crypto/files.h"
#include "crypto/public_key_file.h"
#include "db/register_changes.h"
#include "issuer/command_options.h"
#include "issuer/office_files.h"
#include "issuer/register_key.h"

namespace evisa::issuer {
namespace {

struct Options {
  std::string home, out, passphrase_file, at;
  std::uint64_t since = 0, most = 100'000;
};

Result<int> make_key(const Options& options) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto passphrase = passphrase_from(options.passphrase_file);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto key = make_register_key(*home, *passphrase);
  if (!key) return std::unexpected(key.error());
  fmt::print("{}\n", (home->folder() / "register.pub").string());
  fmt::print(stderr,
             "register key {}; give every airport register.pub, by hand and not with the feed\n",
             crypto::fingerprint(*key));
  return cli::kOk;
}

struct Fed {
  std::string text;
  std::uint64_t last = 0, latest = 0;
};

/// At least one page, so that an airport learns also that there was nothing newer.
Result<Fed> collect(const std::filesystem::path& register_file, const Options& options,
                    const crypto::Ed25519SecretKey& key, visa::Instant now) {
  const auto changes = cli::of_own_file(db::RegisterChanges::open(register_file), register_file);
  if (!changes) return std::unexpected(changes.error());
  std::vector<db::SignedPage> pages;
  Fed fed{{}, options.since, 0};
  cli::Progress progress("changes", options.most);
  for (std::uint64_t left = options.most;;) {
    const auto size = std::min<std::uint64_t>(left, db::kFeedPage);
    auto page = db::feed_page(**changes, fed.last, size, key, now);
    if (!page) {
      // A change that is not there yet is the asker's matter, a damaged one is ours.
      if (page.error().code == Errc::out_of_range) return std::unexpected(page.error());
      return std::unexpected(cli::own_file_fault(page.error(), register_file));
    }
    left -= page->last - fed.last;
    fed.last = page->last;
    fed.latest = page->latest;
    pages.push_back(std::move(page->page));
    progress.step(options.most - left);
    if (fed.last >= fed.latest || left == 0) break;
  }
  fed.text = db::feed_text(pages);
  return fed;
}

Result<int> feed(const Options& options, const Commands& commands) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto clock = clock_of(options.at, home->settings(), commands);
  if (!clock) return std::unexpected(clock.error());
  const auto passphrase = passphrase_from(options.passphrase_file);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto key =
      cli::of_own_file(unlock_register_key(*home, *passphrase), home->folder() / "register.key");
  if (!key) return std::unexpected(key.error());
  const auto fed = collect(home->register_file(), options, *key, (*clock)());
  if (!fed) return std::unexpected(fed.error());
  const auto written = crypto::write_file(options.out, crypto::as_bytes(fed->text), 0600);
  if (!written) return std::unexpected(written.error());
  fmt::print("{}\n", options.out);
  const std::string what = fed->last == options.since
                               ? fmt::format("no register changes after {}", fed->last)
                               : fmt::format("register changes {} to {} of {}", options.since + 1,
                                             fed->last, fed->latest);
  fmt::print(stderr, "{}{}\n", what, home->settings().test_only ? ", TEST" : "");
  if (fed->last < fed->latest) fmt::print(stderr, "hint: there are more: --since {}\n", fed->last);
  return cli::kOk;
}

}  // namespace

void add_register_feed(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* make = add_command(app, "register-key",
                               "Make the key that signs the register's feed; never overwrites");
  add_home(*make, options->home);
  add_passphrase(*make, options->passphrase_file);
  make->callback(
      [options, &commands] { commands.chosen = [options] { return make_key(*options); }; });
  CLI::App* write = add_command(app, "register-feed",
                                "Write the register's changes for the airports, signed; has names");
  add_home(*write, options->home);
  write->add_option("--since", options->since, "The last change that the airport has; 0 for all")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1} << 62))
      ->required();
  write->add_option("--out", options->out, "File to write (mode 0600)")->required();
  write->add_option("--most", options->most, "At most so many changes in one file (100000)")
      ->check(CLI::Range(1, 500'000));
  add_passphrase(*write, options->passphrase_file);
  add_at(*write, options->at);
  write->callback([options, &commands] {
    commands.chosen = [options, &commands] { return feed(*options, commands); };
  });
}

}  // namespace evisa::issuer
