// Lines of wasm.mjs.
#include "tests/bench/reader/wasm_attempts.h"

#include <fstream>
#include <sstream>

namespace evisa::bench {
namespace {

crypto::Bytes from_hex(const std::string& hex) {
  crypto::Bytes out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return out;
}

}  // namespace

std::map<std::string, Attempt> wasm_attempts(const std::string& file) {
  std::map<std::string, Attempt> out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream parts(line);
    std::string name, ms, codes, one;
    std::getline(parts, name, ',');
    std::getline(parts, ms, ',');
    std::getline(parts, codes);
    Attempt& attempt = out[name];
    attempt.first_ms = attempt.longest_ms = attempt.total_ms = std::stod(ms);
    std::istringstream each(codes);
    while (each >> one) attempt.codes.push_back(from_hex(one));
  }
  return out;
}

}  // namespace evisa::bench
