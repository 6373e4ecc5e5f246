// Passphrases: the first line of a file, or typed at the terminal without echo.
#include <fcntl.h>
#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "crypto/file_descriptor.h"
#include "crypto/files.h"
#include "crypto/key_file.h"

namespace evisa::crypto {

namespace {

constexpr std::size_t kMaxPassphrase = 1024;
constexpr std::size_t kMaxPassphraseFile = 65536;

Result<SecretBytes> checked(const SecretBytes& buffer, std::size_t size, const std::string& where) {
  if (size == 0) {
    return fail(Errc::malformed, fmt::format("the passphrase {} is empty", where));
  }
  if (size > kMaxPassphrase) {
    return fail(Errc::malformed, fmt::format("the passphrase {} has {} bytes, at most {} expected",
                                             where, size, kMaxPassphrase));
  }
  return SecretBytes::copy_of(buffer.view().first(size));
}

Result<SecretBytes> first_line(const std::filesystem::path& file) {
  const auto content = read_secret_file(file, kMaxPassphraseFile);
  if (!content) return std::unexpected(content.error());
  const ByteView bytes = content->view();
  auto size = static_cast<std::size_t>(std::ranges::find(bytes, '\n') - bytes.begin());
  if (size > 0 && size < bytes.size() && bytes[size - 1] == '\r') --size;
  return checked(*content, size, "in " + file.string());
}

/// The terminal without echo, line editing and signals, for the life of this object. Without
/// signals Ctrl-C arrives as a character, so that the echo is always given back.
class QuietTerminal {
 public:
  explicit QuietTerminal(int fd) : fd_(fd) {
    ok_ = ::tcgetattr(fd_, &before_) == 0;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    ok_ = ok_ && ::tcsetattr(fd_, TCSAFLUSH, &quiet) == 0;
  }
  ~QuietTerminal() {
    if (ok_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  int fd_;
  bool ok_ = false;
  termios before_{};
};

/// Takes one UTF-8 character off the end.
std::size_t without_last(ByteView typed) {
  std::size_t size = typed.size();
  while (size > 0 && (typed[size - 1] & 0xC0U) == 0x80U) --size;
  return size > 0 ? size - 1 : 0;
}

/// Reads keys up to Enter into `buffer`; empty optional when the person gave up.
std::optional<std::size_t> read_keys(int fd, SecretBytes& buffer) {
  constexpr std::uint8_t kCtrlC = 3, kCtrlD = 4, kBackspace = 8, kCtrlU = 21, kDelete = 127;
  std::size_t size = 0;
  for (;;) {
    std::uint8_t key = 0;
    const ssize_t n = ::read(fd, &key, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0 || key == kCtrlC || key == kCtrlD) return std::nullopt;
    if (key == '\n' || key == '\r') return size;
    if (key == kBackspace || key == kDelete) {
      size = without_last(buffer.view().first(size));
    } else if (key == kCtrlU) {
      size = 0;
    } else if (size < buffer.size()) {
      buffer.writable()[size++] = key;
    }
  }
}

void show(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n <= 0) return;  // the prompt is a courtesy; the reading decides
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

Result<SecretBytes> ask(const std::string& prompt) {
  const FileDescriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (terminal.get() < 0) {
    return fail(Errc::unavailable, "no terminal to ask for the passphrase",
                "--passphrase-file FILE names one whose first line it is");
  }
  SecretBytes buffer(kMaxPassphrase + 1);  // one more than allowed, to notice what is too long
  std::optional<std::size_t> size;
  {
    const QuietTerminal quiet(terminal.get());
    if (!quiet.ok()) return fail(Errc::unavailable, "the terminal cannot turn off its echo");
    show(terminal.get(), prompt);
    size = read_keys(terminal.get(), buffer);
    show(terminal.get(), "\n");
  }
  if (!size) return fail(Errc::unavailable, "no passphrase was typed");
  return checked(buffer, *size, "typed");
}

}  // namespace

Result<SecretBytes> read_passphrase(const std::optional<std::filesystem::path>& file,
                                    const std::string& prompt) {
  return file ? first_line(*file) : ask(prompt);
}

}  // namespace evisa::crypto
