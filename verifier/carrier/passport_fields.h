// A passport as typed or as an airline's message states it, field by field, where no MRZ was read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "visa/codes.h"
#include "visa/date.h"
#include "visa/document_numbers.h"
#include "visa/mrz.h"
#include "visa/name.h"

namespace evisa::verifier::carrier {

/// Any of them may be unknown. A check that needs an unknown one cannot be carried out, so nobody
/// is told to board without all of them.
struct PassportFields {
  std::optional<visa::PassportNumber> number;
  std::optional<visa::CountryCode> issuing_state;
  std::optional<visa::CountryCode> nationality;
  std::optional<visa::MrzName> name;
  std::optional<visa::BirthDate> birth;
  std::optional<visa::Sex> sex;
  std::optional<visa::Date> expiry;
};

/// As the MRZ that `inspect` compares. What is unknown becomes a defect of its field: the checks
/// that need it end aborted or undetermined, and are never taken as passed.
[[nodiscard]] visa::Mrz passport_of(const PassportFields& fields);

/// The fields that are unknown, by the words of `MrzDefect::field`.
[[nodiscard]] std::vector<std::string> missing_fields(const PassportFields& fields);

}  // namespace evisa::verifier::carrier
