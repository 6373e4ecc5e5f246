// Tags and sizes of the features of a visa's seal. Doc 9303-7 9.1; 80-83 are national.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace evisa::crypto::visa_tags {

inline constexpr std::uint8_t kMrzA = 0x01, kMrzB = 0x02, kEntries = 0x03, kStay = 0x04,
                              kPassportNumber = 0x05, kVisaType = 0x06, kAdditional = 0x07,
                              kValidFrom = 0x80, kVisaNumber = 0x81, kEntryPoints = 0x82,
                              kPassportState = 0x83;

inline constexpr std::uint16_t kNationalType = 0x5D02, kIcaoType = 0x5D01;
inline constexpr std::string_view kKazakhstan = "KAZ";

/// Line 1 and the first 28 characters of line 2.
inline constexpr std::size_t kMrzACharacters = 44 + 28, kMrzBCharacters = 36 + 28;
inline constexpr std::size_t kMrzLine2Characters = 28;
inline constexpr std::size_t kMaxAdditional = 254;
/// More than Kazakhstan has airports open to international traffic; keeps decoding off the heap.
inline constexpr std::size_t kMaxEntryPoints = 40;

}  // namespace evisa::crypto::visa_tags
