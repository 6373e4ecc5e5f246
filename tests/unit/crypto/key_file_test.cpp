// Sealed key files and passphrases.
#include "crypto/key_file.h"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "crypto/files.h"
#include "tests/sample/temp_folder.h"

namespace {

using namespace evisa::crypto;
using evisa::Errc;
using evisa::sample::TempFolder;

SecretBytes secret(std::string_view text) { return SecretBytes::copy_of(as_bytes(text)); }

KeyFile booth_key() { return {KeyPurpose::booth, "NQZ-03", true, secret("0123456789abcdef")}; }

/// A folder with one key file, sealed with "open sesame".
struct Sealed {
  TempFolder folder;
  std::filesystem::path path = folder / "booth.key";
  Sealed() {
    const auto written =
        write_key_file(path, booth_key(), secret("open sesame"), KeyStrength::interactive);
    EXPECT_TRUE(written) << written.error().message;
  }
  [[nodiscard]] std::string text() const {
    return std::string(as_text(*read_private_file(path, 100000)));
  }
  void replace(const std::string& from, const std::string& to) const {
    std::string content = text();
    const auto at = content.find(from);
    ASSERT_NE(at, std::string::npos);
    content.replace(at, from.size(), to);
    ASSERT_TRUE(write_file(path, as_bytes(content), 0600));
  }
  [[nodiscard]] evisa::Result<KeyFile> read(std::string_view passphrase = "open sesame",
                                            KeyPurpose purpose = KeyPurpose::booth) const {
    return read_key_file(path, purpose, secret(passphrase));
  }
};

TEST(KeyFile, OpensWithItsPassphrase) {
  const Sealed sealed;
  const auto key = sealed.read();
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(key->name, "NQZ-03");
  EXPECT_EQ(key->purpose, KeyPurpose::booth);
  EXPECT_TRUE(key->test_only);
  EXPECT_TRUE(key->secret.equals(booth_key().secret));
}

TEST(KeyFile, OpensAtModerateStrength) {
  const TempFolder folder;
  ASSERT_TRUE(write_key_file(folder / "k", {KeyPurpose::authority, "A", false, secret("s")},
                             secret("p"), KeyStrength::moderate));
  const auto key = read_key_file(folder / "k", KeyPurpose::authority, secret("p"));
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_FALSE(key->test_only);
}

TEST(KeyFile, BeginsUnmistakablyAndHidesTheSecret) {
  const Sealed sealed;
  EXPECT_TRUE(sealed.text().starts_with("EVISA-SECRET-KEY-1\npurpose: booth\nname: NQZ-03\n"));
  EXPECT_EQ(sealed.text().find("0123456789abcdef"), std::string::npos);
}

TEST(KeyFile, IsReadableByItsOwnerAlone) {
  const Sealed sealed;
  struct stat status {};
  ASSERT_EQ(::stat(sealed.path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  ASSERT_EQ(::chmod(sealed.path.c_str(), 0644), 0);
  const auto key = sealed.read();
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, Errc::io);
  EXPECT_NE(key.error().message.find("0644"), std::string::npos);
}

TEST(KeyFile, IsNeverOverwritten) {
  const Sealed sealed;
  const std::string before = sealed.text();
  const auto again =
      write_key_file(sealed.path, booth_key(), secret("x"), KeyStrength::interactive);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::conflict);
  EXPECT_EQ(sealed.text(), before);
}

TEST(KeyFile, RefusesAWrongPassphrase) {
  const Sealed sealed;
  const auto key = sealed.read("open sesam");
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, Errc::wrong_passphrase);
}

TEST(KeyFile, RefusesAnotherPurpose) {
  const Sealed sealed;
  const auto key = sealed.read("open sesame", KeyPurpose::authority);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, Errc::untrusted);
  EXPECT_NE(key.error().message.find("booth, expected one for authority"), std::string::npos);
}

TEST(KeyFile, SaysThatItIsNotThere) {
  const TempFolder folder;
  EXPECT_EQ(read_key_file(folder / "k", KeyPurpose::booth, secret("x")).error().code,
            Errc::not_found);
}

TEST(KeyFile, CannotHaveItsNamePurposeOrTestMarkChanged) {
  for (const auto& [from, to] :
       {std::pair{"NQZ-03", "NQZ-04"}, std::pair{"only: yes", "only: no"}}) {
    const Sealed sealed;
    sealed.replace(from, to);
    EXPECT_EQ(sealed.read().error().code, Errc::wrong_passphrase) << to;
  }
  const Sealed sealed;
  sealed.replace("purpose: booth", "purpose: csca");
  EXPECT_EQ(sealed.read("open sesame", KeyPurpose::csca).error().code, Errc::wrong_passphrase);
}

struct ChangedFile {
  const char* name;
  const char* from;
  const char* to;
  Errc code;
};
constexpr ChangedFile kChanged[] = {
    {"OtherKind", "EVISA-SECRET-KEY-1", "EVISA-PUBLIC-KEY-1", Errc::malformed},
    {"LaterVersion", "EVISA-SECRET-KEY-1", "EVISA-SECRET-KEY-2", Errc::unsupported},
    {"UnknownPurpose", "purpose: booth", "purpose: boot", Errc::unsupported},
    {"LineMissing", "test-only: yes\n", "", Errc::malformed},
    {"UnknownFlag", "test-only: yes", "test-only: maybe", Errc::unsupported},
    {"EmptyName", "name: NQZ-03", "name: ", Errc::malformed},
    {"OtherKdf", "argon2id interactive", "argon2id minimal", Errc::unsupported},
    {"ShortSalt", "salt: ", "salt: AAAA\nsalt: ", Errc::malformed},
    {"LinesSwapped", "salt: ", "nonce: ", Errc::malformed},
};
class KeyFileChanged : public ::testing::TestWithParam<ChangedFile> {};
TEST_P(KeyFileChanged, IsRefused) {
  const Sealed sealed;
  sealed.replace(GetParam().from, GetParam().to);
  const auto key = sealed.read();
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, GetParam().code) << key.error().message;
}
INSTANTIATE_TEST_SUITE_P(Files, KeyFileChanged, ::testing::ValuesIn(kChanged),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(KeyFile, RefusesTrailingBytes) {
  const Sealed sealed;
  ASSERT_TRUE(write_file(sealed.path, as_bytes(sealed.text() + "x"), 0600));
  EXPECT_EQ(sealed.read().error().code, Errc::malformed);
}

TEST(KeyFile, WritesNoKeyWithoutPassphraseOrWithABadName) {
  const TempFolder folder;
  EXPECT_EQ(
      write_key_file(folder / "k", booth_key(), secret(""), KeyStrength::interactive).error().code,
      Errc::malformed);
  KeyFile key = booth_key();
  key.name = "two\nlines";
  EXPECT_EQ(write_key_file(folder / "k", key, secret("p"), KeyStrength::interactive).error().code,
            Errc::malformed);
  EXPECT_FALSE(std::filesystem::exists(folder / "k"));
}

TEST(Passphrase, IsTheFirstLineOfAFile) {
  const TempFolder folder;
  for (const std::string content :
       {"open sesame", "open sesame\n", "open sesame\r\n", "open sesame\nmore\n"}) {
    ASSERT_TRUE(write_file(folder / "p", as_bytes(content), 0600));
    const auto passphrase = read_passphrase(folder / "p", "");
    ASSERT_TRUE(passphrase) << passphrase.error().message;
    EXPECT_EQ(as_text(passphrase->view()), "open sesame");
  }
}

TEST(Passphrase, IsNeverEmpty) {
  const TempFolder folder;
  for (const std::string content : {"", "\n", "\r\n", "\nsecond line\n"}) {
    ASSERT_TRUE(write_file(folder / "p", as_bytes(content), 0600));
    EXPECT_EQ(read_passphrase(folder / "p", "").error().code, Errc::malformed);
  }
}

TEST(Passphrase, HasALimit) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "p", as_bytes(std::string(1025, 'a')), 0600));
  EXPECT_EQ(read_passphrase(folder / "p", "").error().code, Errc::malformed);
}

TEST(Passphrase, SaysThatItsFileIsNotThere) {
  const TempFolder folder;
  EXPECT_EQ(read_passphrase(folder / "p", "").error().code, Errc::not_found);
}

/// What a person who types `keys` after the prompt sees, and how the question ended in the child:
/// 0 when the passphrase was "geheim", else 10 + the error's code.
struct Session {
  std::string seen;
  int status = -1;
};
Session ask_at_terminal(const std::string& keys) {
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) {
    const auto passphrase = read_passphrase(std::nullopt, "Passphrase: ");
    if (!passphrase) ::_exit(10 + static_cast<int>(passphrase.error().code));
    ::_exit(as_text(passphrase->view()) == "geheim" ? 0 : 1);
  }
  Session session;
  char buffer[256];
  bool typed = false;
  for (;;) {
    const ssize_t n = ::read(terminal, buffer, sizeof buffer);
    if (n <= 0) break;  // the child has closed its end
    session.seen.append(buffer, static_cast<std::size_t>(n));
    if (!typed && session.seen.find("Passphrase: ") != std::string::npos) {
      typed = true;
      EXPECT_EQ(::write(terminal, keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(terminal);
  session.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return session;
}

TEST(Passphrase, IsAskedForWithoutEcho) {
  const auto session = ask_at_terminal("geheim\r");
  EXPECT_EQ(session.status, 0);
  EXPECT_EQ(session.seen, "Passphrase: \r\n");
}

TEST(Passphrase, CanBeCorrectedWhileTyping) {
  EXPECT_EQ(ask_at_terminal("falsch\x15gehej\xD0\xB6\x7f\x7fim\r").status, 0);
}

TEST(Passphrase, CanBeGivenUp) {
  EXPECT_EQ(ask_at_terminal("geh\x03").status, 10 + static_cast<int>(Errc::unavailable));
}

TEST(Passphrase, NeedsATerminal) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setsid();  // leaves the terminal, if there was one
    const auto passphrase = read_passphrase(std::nullopt, "Passphrase: ");
    const bool told = !passphrase && passphrase.error().code == Errc::unavailable &&
                      passphrase.error().hint.contains("--passphrase-file FILE");
    ::_exit(told ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
