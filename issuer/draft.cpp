// A visa before it is registered: composed from an application, sealed, and the seal read back.
#include "issuer/draft.h"

#include <fmt/core.h>

namespace evisa::issuer {
namespace {

constexpr int kNumberTries = 32;
constexpr std::size_t kNameFieldWidth = 39;

visa::Date local_today(const IssuingOffice& office) {
  return office.rules.rules->local_time.date_of(office.now);
}

Result<visa::VisaNumber> free_number(const IssuingOffice& office) {
  const auto year = static_cast<unsigned>(local_today(office).year() % 100);
  for (int i = 0; i < kNumberTries; ++i) {
    const auto number = visa::VisaNumber::compose(year, office.random_digits());
    if (!number) return number;
    const auto taken = office.visas->find(*number);
    if (!taken) return std::unexpected(taken.error());
    if (!*taken) return number;
  }
  return fail(Errc::unavailable, fmt::format("no free visa number in {} tries", kNumberTries),
              "the year's numbers are used up, or the random source is broken");
}

visa::Visa compose(const Application& a, visa::VisaNumber number, const IssuingOffice& office) {
  visa::Visa visa;
  visa.number = number;
  visa.category = a.category;
  visa.name = a.name;
  visa.issuing_state = *visa::CountryCode::parse("KAZ");
  visa.nationality = a.nationality;
  visa.birth = a.birth;
  visa.sex = a.sex;
  visa.passport_number = a.passport_number;
  visa.passport_issuing_state = a.passport_issuing_state;
  visa.valid_from = a.valid_from;
  visa.valid_until = a.valid_until;
  visa.entries = a.entries;
  visa.stay.days = static_cast<std::uint8_t>(a.stay_days);
  visa.entry_points = entry_points_of(a, office.rules);
  visa.issue_date = local_today(office);
  return visa;
}

/// The visa as its seal says it: the name cut to its field, the century as a reader works it out,
/// and in the ICAO profile without what that profile has no place for.
Result<visa::Visa> as_sealed(visa::Visa visa, const visa::Visa& read) {
  auto name = visa::parse_name_field(visa::compose_name_field(visa.name, kNameFieldWidth));
  if (!name) return std::unexpected(name.error());
  visa.name = std::move(*name);
  if (visa.birth.year && read.birth.year && (*visa.birth.year - *read.birth.year) % 100 == 0) {
    visa.birth.year = read.birth.year;
  }
  return visa;
}

/// A signer that signs something else, or with a key that does not fit, must not get a visa out.
Result<void> check_seal(const visa::Visa& visa, const crypto::Bytes& seal,
                        const IssuingOffice& office) {
  const auto& certificate = office.signer->certificate();
  const auto own = crypto::SignerSet::build({certificate}, {certificate});
  crypto::ValidationOptions options;
  options.profile = office.signer->profile();
  const auto validation = crypto::validate_seal(seal, own, office.now, options);
  if (!validation.verified) {
    return fail(Errc::untrusted, "the new seal does not verify: " + validation.detail,
                "is the signer's certificate valid at this time?");
  }
  const auto expected = as_sealed(visa, validation.verified->visa());
  if (!expected) return std::unexpected(expected.error());
  if (validation.verified->visa() != *expected) {
    return fail(Errc::untrusted,
                fmt::format("the new seal says something else than visa {}", visa.number->text()),
                "a fault of this program; nothing was issued");
  }
  return {};
}

visa::VisaRecord record_of(const Application& a, visa::Visa visa) {
  visa::VisaRecord record;
  record.visa = std::move(visa);
  record.status = visa::VisaStatus::issued;
  record.application_number = a.application_number;
  record.invitation_number = a.invitation_number;
  record.inviter = a.inviter;
  return record;
}

}  // namespace

Result<db::RegisterEntry> draft_visa(const Application& application, const IssuingOffice& office) {
  const auto number = free_number(office);
  if (!number) return std::unexpected(number.error());
  auto visa = compose(application, *number, office);
  auto seal = office.signer->seal(visa, local_today(office));
  if (!seal &&
      seal.error().code == Errc::out_of_range) {  // the signer's period, not the row's fault
    return fail(Errc::unavailable, seal.error().message,
                "evisa-issuer signer renew makes a new one");
  }
  if (!seal) return std::unexpected(seal.error());
  if (const auto ok = check_seal(visa, *seal, office); !ok) return std::unexpected(ok.error());
  return db::RegisterEntry{record_of(application, std::move(visa)), std::move(*seal), office.now};
}

}  // namespace evisa::issuer
