// The compiled-in model; its bytes are generated from data/ocr_b.model at build time.
#include <cstdlib>
#include <iostream>

#include "reader/mrz/network.h"

namespace evisa::reader::mrz {

extern const std::uint8_t k_ocr_b_model[];
extern const std::size_t k_ocr_b_model_size;

const Weights& shipped_weights() {
  // A model that does not parse is a broken build: the tests parse it.
  static const Weights weights = [] {
    auto parsed = parse_weights({k_ocr_b_model, k_ocr_b_model_size});
    if (!parsed) {
      std::cerr << "evisa: built-in MRZ model is broken: " << parsed.error().message << '\n';
      std::abort();
    }
    return *std::move(parsed);
  }();
  return weights;
}

}  // namespace evisa::reader::mrz
