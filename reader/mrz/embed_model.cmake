# Writes the model's bytes as C++ source: -DMODEL=file -DOUT=file.
file(READ ${MODEL} hex HEX)
string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
file(WRITE ${OUT} "// Generated from reader/mrz/data/ocr_b.model.
#include <cstddef>
#include <cstdint>

namespace evisa::reader::mrz {
extern const std::uint8_t k_ocr_b_model[];
extern const std::size_t k_ocr_b_model_size;
const std::uint8_t k_ocr_b_model[] = {
${bytes}};
const std::size_t k_ocr_b_model_size = sizeof k_ocr_b_model;
}  // namespace evisa::reader::mrz
")
