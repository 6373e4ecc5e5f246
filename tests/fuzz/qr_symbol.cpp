// Laws: a correction changes no more codewords than it says and leaves a block that needs none;
// content holds no more than its bits can; modules that decode decode again, the same.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "reader/qr/content.h"
#include "reader/qr/reed_solomon.h"
#include "reader/qr/symbol.h"

using namespace evisa::reader::qr;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

void block_law(const std::uint8_t* data, std::size_t size) {
  if (size < 4 || size > 256) return;
  std::vector<std::uint8_t> block(data + 1, data + size);
  const auto before = block;
  const int parity = 2 + data[0] % 29;
  const auto errors = correct(block, parity, {}, parity);
  const auto changed = std::ranges::count_if(
      block, [&, i = std::size_t{0}](std::uint8_t b) mutable { return b != before[i++]; });
  expect(changed == errors.value_or(0));
  if (errors) expect(correct(block, parity, {}, 0) == 0);
}

void content_law(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return;
  const auto content = read_content({data + 1, size - 1}, 1 + data[0] % 40);
  // Three digits take 10 bits: nothing is denser.
  if (content) expect(content->bytes.size() <= 3 * 8 * size / 10 + 3);
}

void symbol_law(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return;
  Modules modules(size_of(1 + data[0] % 3));
  std::size_t at = 1;
  for (int y = 0; y < modules.size(); ++y) {
    for (int x = 0; x < modules.size(); ++x, at = at + 1 < size ? at + 1 : 1)
      modules.at(x, y) = static_cast<float>(data[at] - 127.5) / 128;
  }
  const auto symbol = decode_symbol(modules), again = decode_symbol(modules);
  expect(symbol.has_value() == again.has_value());
  if (symbol) expect(symbol->bytes == again->bytes && symbol->chance_log2 <= -30);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  block_law(data, size);
  content_law(data, size);
  symbol_law(data, size);
  return 0;
}
