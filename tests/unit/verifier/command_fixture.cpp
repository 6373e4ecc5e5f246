// The commands of evisa-verifier run through their own parser.
#include "tests/unit/verifier/command_fixture.h"

#include <algorithm>
#include <filesystem>

#include "crypto/files.h"
#include "crypto/seal_text.h"
#include "db/crossing_log.h"
#include "tests/unit/verifier/scene_bundle.h"

namespace evisa::verifier {

using namespace scenes;

void VerifierCommands::SetUp() {
  std::filesystem::create_directory(folder_ / "signers");
  write("signers/visa.pem", ministry().national.certificate().pem());
  write("signers/notes.txt", "not a certificate");
  write("csca.pem", ministry().csca.certificate().pem());
  make_bundle(5);
  ASSERT_TRUE(db::CrossingLog::open(path("empty.sqlite")));
  const auto lines = *visa::compose_mrz(visa::MrzFormat::td3, Scene{}.passport);
  passport_ = lines.line1 + "\\n" + lines.line2;
  text_ = crypto::seal_to_text(Scene{}.seal_bytes());
}

void VerifierCommands::write(const std::string& name, std::string_view content) {
  ASSERT_TRUE(crypto::write_file(folder_ / name, crypto::as_bytes(content)));
}

std::string VerifierCommands::path(const std::string& name) const {
  return (folder_ / name).string();
}

int VerifierCommands::run(std::vector<std::string> words) {
  CLI::App app{"test", std::string(kProgram)};
  Session session{.now = instant(kAt), .chosen = {}};
  add_read_command(app, session);
  add_seal_command(app, session);
  add_inspect_command(app, session);
  add_bundle_command(app, session);
  add_log_command(app, session);
  cli::describe(app);
  auto ran = sample::captured_run(app, std::move(words), [&] { return session.chosen(); });
  out_ = std::move(ran.out);
  err_ = std::move(ran.err);
  return ran.code;
}

std::vector<std::string> VerifierCommands::inspect_words(std::vector<std::string> more) const {
  std::vector<std::string> words{
      "inspect", "--bundle", path("trust.bundle"), "--authority", path("authority.pub"),
      "--booth", "ALA-03"};
  const auto unless_given = [&](const std::string& word, const std::string& value) {
    if (std::ranges::find(more, word) == more.end()) words.insert(words.end(), {word, value});
  };
  unless_given("--direction", "entry");
  unless_given("--airport", "ALA");
  unless_given("--at", kAt);
  unless_given("--log", path("empty.sqlite"));
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

crypto::Json VerifierCommands::json() const {
  const auto parsed = crypto::parse_json(out_);
  EXPECT_TRUE(parsed) << out_;
  return parsed ? *parsed : crypto::Json::object();
}

void VerifierCommands::make_bundle(std::uint64_t sequence) {
  static const auto authority = crypto::MinisignSecretKey::generate();
  const auto bytes = crypto::encode_bundle(bundle_contents(sequence));
  ASSERT_TRUE(bytes) << bytes.error().message;
  write("trust.bundle", crypto::as_text(*bytes));
  write("trust.bundle.minisig", authority.sign(*bytes, "test"));
  write("authority.pub", authority.public_key().text("test"));
}

}  // namespace evisa::verifier
