// A passport reader on a serial line (USB: /dev/ttyACM0), 9600 baud, 8 bits, no parity, 1 stop bit.
// One that is unplugged is opened again until it is back.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <thread>

namespace evisa::kiosk {

class PassportReader {
 public:
  /// `found`: two lines with a line break between, from a thread of its own; not checked yet.
  PassportReader(std::string device, std::function<void(const std::string& lines)> found);
  ~PassportReader() = default;
  PassportReader(const PassportReader&) = delete;
  PassportReader& operator=(const PassportReader&) = delete;

 private:
  void run(const std::stop_token& stop);
  /// Until the line breaks.
  void listen(int line, const std::stop_token& stop);
  /// Once for each time that it goes or comes back.
  void tell(bool there, const std::string& why);

  const std::string device_;
  const std::function<void(const std::string&)> found_;
  bool told_ = false, there_ = false;  ///< the thread's own
  std::jthread thread_;
};

}  // namespace evisa::kiosk
