// The cases of the decision table.
#include "tests/unit/verifier/decision_cases.h"

#include "crypto/c40.h"

namespace evisa::verifier::scenes {
namespace {

using visa::Direction;
using visa::EventKind;
using visa::ReasonCode;

/// Signs features with a visa's MRZ that has a wrong check digit: a slip of the signer, not a
/// forgery.
crypto::Bytes seal_with_wrong_mrz_digit(const visa::Visa& visa) {
  auto features = *crypto::encode_visa_features(visa, crypto::Profile::national);
  std::string mrz =
      visa::compose_visa_mrz(visa)->line1 + visa::compose_visa_mrz(visa)->line2.substr(0, 28);
  mrz[53] = mrz[53] == '0' ? '1' : '0';  // check digit of the document number
  features[0].value = *crypto::c40_encode(mrz);
  const auto decoded = crypto::decode_seal(*ministry().national.seal(visa, date("2026-11-01")));
  auto part = *crypto::encode_signed_part(decoded->header(), features);
  const auto signature = *ministry().key.sign(part);
  return *crypto::append_signature(std::move(part), signature);
}

void leave(Scene& s) {
  if (s.request.direction == Direction::exit) s.happened(EventKind::entry, "2026-11-15T10:00:00Z");
}

std::vector<Case> make_cases() {
  using C = ReasonCode;
  return {
      {C::CLOCK_UNTRUSTED, "clock", "clock_and_data",
       [](Scene& s) { s.clock_trusted = false, s.clock_off_seconds = 90; }},
      {C::CLOCK_UNTRUSTED, "tables from the future", "clock_and_data",
       [](Scene& s) { s.data_as_of = s.request.now + std::chrono::seconds{31}; }},
      {C::CLOCK_UNTRUSTED, "ahead of any bundle", "clock_and_data",
       [](Scene& s) { s.data_as_of = s.request.now - std::chrono::days{401}; }},
      {C::DATA_STALE, "tables as old as can be", "clock_and_data",
       [](Scene& s) { s.data_as_of = s.request.now - std::chrono::days{400}; }},
      {C::DATA_STALE, "old tables", "clock_and_data",
       [](Scene& s) { s.data_as_of = s.request.now - std::chrono::minutes{1441}; }},
      {C::DATA_STALE, "tables of unknown age", "clock_and_data",
       [](Scene& s) { s.data_as_of.reset(); }},
      {C::DATA_STALE, "no revocation table", "clock_and_data",
       [](Scene& s) { s.revocations_known = false; }},
      {C::MRZ_CHECK_FAILED, "no passport", "passport_mrz",
       [](Scene& s) { s.with_passport = false; }},
      {C::MRZ_CHECK_FAILED, "composite digit", "passport_mrz",
       [](Scene& s) {
         s.spoil_passport = [](visa::MrzLines& l) { l.line2[43] = l.line2[43] == '9' ? '8' : '9'; };
       }},
      {C::MRZ_CHECK_FAILED, "not a passport", "passport_mrz",
       [](Scene& s) { s.passport.document_code = "I"; }},
      {C::MRZ_CHECK_FAILED, "signed with a wrong digit", "seal",
       [](Scene& s) {
         const auto bytes = seal_with_wrong_mrz_digit(s.visa);
         s.spoil_seal = [bytes](crypto::Bytes& seal) { seal = bytes; };
       }},
      {C::SEAL_UNREADABLE, "nothing shown, register not asked", "visa_record",
       [](Scene& s) { s.with_seal = false; }},
      {C::VISA_NOT_FOUND, "unknown to the register", "visa_record",
       [](Scene& s) { s.request.register_asked = true; }},
      {C::VISA_NOT_ISSUED, "unpaid", "visa_status",
       [](Scene& s) { s.record(visa::VisaStatus::awaiting_payment); }},
      {C::VISA_NOT_ISSUED, "denied", "visa_status",
       [](Scene& s) { s.record(visa::VisaStatus::denied); }},
      {C::VISA_REVOKED, "by the bundle", "not_revoked",
       [](Scene& s) {
         s.revoked = {{*s.visa.number, {date("2026-11-12"), visa::RevocationReason::false_data}}};
       }},
      {C::VISA_REVOKED, "by the register", "not_revoked",
       [](Scene& s) { s.record(visa::VisaStatus::revoked); }},
      {C::REVOKED_AFTER_ENTRY, "the day after", "not_revoked",
       [](Scene& s) {
         s.happened(EventKind::entry, "2026-11-15T10:00:00Z");
         s.revoked = {{*s.visa.number, {date("2026-11-16"), visa::RevocationReason::security}}};
       }},
      {C::PASSPORT_NUMBER_MISMATCH, "another number", "passport_number",
       [](Scene& s) { s.passport.document_number = "Z1234568"; }},
      {C::PASSPORT_NUMBER_MISMATCH, "another State's passport", "passport_number",
       [](Scene& s) { s.passport.issuing_state = country("PAK"); }},
      {C::DOCNO_AMBIGUOUS, "look-alikes", "passport_number",
       [](Scene& s) {
         s.passport.document_number = "2I23456T",
         s.visa.passport_number = *visa::PassportNumber::parse("ZI23456T");
       }},
      {C::PASSPORT_REPLACED_IN_COUNTRY, "ticked", "passport_number",
       [](Scene& s) {
         s.request.ticks.replaced_passport = true;
         s.passport.document_number = "N7654321";
       }},
      {C::NATIONALITY_MISMATCH, "another State", "citizenship",
       [](Scene& s) { s.passport.nationality = country("PAK"); }},
      {C::NATIONALITY_TERRITORY, "Macao in the visa", "citizenship",
       [](Scene& s) {
         s.visa.nationality = country("MAC");
         s.visa.passport_issuing_state = country("CHN");
         s.passport.nationality = s.passport.issuing_state = country("CHN");
       }},
      {C::BIRTHDATE_MISMATCH, "a day off", "date_of_birth",
       [](Scene& s) { s.passport.birth = visa::BirthDate::from(date("1990-01-16")); }},
      {C::BIRTHDATE_MISMATCH, "known parts differ", "date_of_birth",
       [](Scene& s) { s.passport.birth = {.year = 1991, .month = {}, .day = {}}; }},
      {C::BIRTHDATE_PARTIAL, "year only", "date_of_birth",
       [](Scene& s) { s.passport.birth = {.year = 1990, .month = {}, .day = {}}; }},
      {C::SEX_MISMATCH, "other", "sex", [](Scene& s) { s.passport.sex = visa::Sex::female; }},
      {C::NAME_TRUNCATED, "cut in two ways", "name",
       [](Scene& s) {
         s.visa.name = {"SIVARAMAKRISHNAN", "VENKATASUBRAMANIAN RAMASWAMY", false};
         s.passport.name = s.visa.name;
         s.spoil_passport = [](visa::MrzLines& l) {
           l.line1.replace(5, 39, "SIVARAMAKRISHNAN<<VENKATASUBRAMA<RAMASW");
         };
       }},
      {C::NAME_TRANSLITERATION, "umlaut", "name",
       [](Scene& s) {
         s.visa.name = {"MUELLER", "JAN", false}, s.passport.name = {"MULLER", "JAN", false};
       }},
      {C::NAME_MISMATCH, "another", "name",
       [](Scene& s) {
         s.passport.name = {"GUPTA", "ANIL", false};
       }},
      {C::ENTRY_OPEN_STAY, "inside", "single_entry",
       [](Scene& s) { s.happened(EventKind::entry, "2026-11-15T10:00:00Z"); }},
      {C::ENTRY_ALREADY_USED, "spent", "single_entry",
       [](Scene& s) {
         s.happened(EventKind::entry, "2026-11-15T10:00:00Z");
         s.happened(EventKind::exit, "2026-11-16T10:00:00Z", "ALA-08", 2);
       }},
      {C::DOUBLE_USE_CONFLICT, "two entries", "single_entry|exit_stay",
       [](Scene& s) {
         s.happened(EventKind::entry, "2026-11-15T10:00:00Z");
         s.happened(EventKind::entry, "2026-11-15T10:20:00Z", "NQZ-01", 9);
       }},
      {C::VISA_NOT_YET_VALID, "the day before", "date_window",
       [](Scene& s) {
         s.at("2026-11-09T18:59:59.999Z");
         s.request.arrival = s.request.now;
       }},
      {C::VISA_EXPIRED, "the day after", "date_window",
       [](Scene& s) {
         s.at("2027-01-05T19:00:00Z");
         s.request.arrival.reset();
         if (s.request.direction == Direction::boarding) s.request.arrival = s.request.now;
       }},
      {C::VISA_EXPIRED_IN_QUEUE, "landed in time", "date_window",
       [](Scene& s) {
         s.at("2027-01-05T19:10:00Z");
         s.request.arrival = instant("2027-01-05T18:40:00Z");
         s.request.flight = "KC 964";
       }},
      {C::ARRIVAL_TIGHT, "before midnight", "date_window",
       [](Scene& s) {
         s.at("2027-01-05T12:00:00Z");
         s.request.arrival = instant("2027-01-05T17:00:00Z");
       }},
      {C::CHECKPOINT_NOT_ALLOWED, "a road", "checkpoint",
       [](Scene& s) { s.request.checkpoint = "Khorgos"; }},
      {C::CHECKPOINT_OTHER_AIRPORT, "Shymkent", "checkpoint",
       [](Scene& s) { s.request.checkpoint = "CIT"; }},
      {C::PASSPORT_EXPIRED, "last month", "passport_expiry",
       [](Scene& s) { s.passport.expiry = date("2026-10-20"); }},
      {C::PASSPORT_VALIDITY_SHORT, "a day short", "passport_months",
       [](Scene& s) { s.passport.expiry = date("2027-04-04"); }},
      {C::PASSPORT_VALIDITY_NOTICE, "four months", "passport_notice",
       [](Scene& s) { s.passport.expiry = date("2027-05-05"); }},
      {C::CATEGORY_UNKNOWN, "unheard of", "category",
       [](Scene& s) { s.visa.category = category("X9"); }},
      {C::CATEGORY_UNKNOWN, "stays too long", "category", [](Scene& s) { s.visa.stay.days = 31; }},
      {C::CATEGORY_UNKNOWN, "valid too long", "category",
       [](Scene& s) { s.visa.valid_from = date("2026-10-07"); }},
      {C::CATEGORY_UNKNOWN, "stay not stated", "category",
       [](Scene& s) {
         s.visa.stay = {255, 255, 255};
       }},
      {C::MULTI_ENTRY_UNEXPECTED, "two", "category", [](Scene& s) { s.visa.entries = 2; }},
      {C::MULTI_ENTRY_UNEXPECTED, "unlimited", "category", [](Scene& s) { s.visa.entries = 0; }},
      {C::NATIONALITY_NOT_LISTED, "Germany", "annex_list",
       [](Scene& s) {
         s.visa.nationality = country("D");
         s.visa.passport_issuing_state = country("D");
         s.passport.nationality = s.passport.issuing_state = country("D");
       }},
      {C::NATIONALITY_TERRITORY, "the Macao trap", "annex_list",
       [](Scene& s) {
         s.visa.category = category("B1");
         s.visa.nationality = country("CHN");
         s.visa.passport_issuing_state = country("CHN");
         s.passport.nationality = s.passport.issuing_state = country("CHN");
       }},
      {C::VISA_FREE_NATIONALITY, "overlay", "annex_list",
       [](Scene& s) { s.rules.visa_free = {country("IND")}; }},
      {C::SEAL_INVALID, "one bit", "seal",
       [](Scene& s) { s.spoil_seal = [](crypto::Bytes& b) { b.back() ^= 1; }; }},
      {C::SEAL_UNREADABLE, "not read", "seal",
       [](Scene& s) { s.request.seal = crypto::read_error("blurred"); }},
      {C::SEAL_NOT_EVISA, "rubbish", "seal",
       [](Scene& s) { s.spoil_seal = [](crypto::Bytes& b) {
                        b = {0xDC, 0x03, 0x00};
                      }; }},
      {C::SEAL_NOT_EVISA, "another document", "seal",
       [](Scene& s) {
         s.spoil_seal = [](crypto::Bytes& b) { b[17] = 0x77; };  // document type category
       }},
      {C::SEAL_SIGNER_UNKNOWN, "not in the bundle", "seal",
       [](Scene& s) { s.signers = crypto::SignerSet::build({}, {ministry().csca.certificate()}); }},
      {C::SEAL_SIGNER_UNKNOWN, "without its CSCA", "seal",
       [](Scene& s) {
         s.signers = crypto::SignerSet::build({ministry().national.certificate()}, {});
       }},
      {C::SEAL_NOT_EVISA, "another State's visa", "seal",
       [](Scene& s) {
         s.profile = crypto::Profile::icao;
         s.visa.issuing_state = country("UZB");
       }},
      {C::SEAL_SIGNER_REVOKED, "before the seal was made", "seal",
       [](Scene& s) { s.signers.revoke("KZVS", "1a", instant("2026-10-31T00:00:00Z")); }},
      {C::SEAL_SIGNER_OUT_OF_PERIOD, "signed before the certificate's first day", "seal",
       [](Scene& s) {
         const auto later = ministry().csca.issue_signer(
             ministry().key,
             {"KZ", "VS", 0x1a, instant("2026-11-10T00:00:00Z"), instant("2027-06-01T00:00:00Z")});
         s.signers = crypto::SignerSet::build({*later}, {ministry().csca.certificate()});
       }},
      {C::PRINTOUT_MISSING, "record only", "printout",
       [](Scene& s) { s.with_seal = false, s.record(); }},
      {C::PRINTOUT_MISMATCH, "ticked", "printout",
       [](Scene& s) { s.request.ticks.printout_differs = {"name"}; }},
      {C::PRINTOUT_MISMATCH, "an old version", "printout",
       [](Scene& s) {
         s.record();
         s.request.record->visa.valid_until = date("2027-01-04");
       }},
      {C::PRINTOUT_MISMATCH, "printed MRZ", "printout",
       [](Scene& s) {
         auto other = s.visa;
         other.sex = visa::Sex::female;
         const auto lines = *visa::compose_visa_mrz(other);
         s.request.printed_mrz =
             *visa::parse_mrz(lines.line1 + "\n" + lines.line2, date("2026-11-20"));
       }},
      {C::PRINTOUT_MISMATCH, "dates the wrong way round", "date_window",
       [](Scene& s) { s.visa.valid_from = date("2027-01-06"); }},
      {C::PRINTOUT_MISMATCH, "no first day", "date_window",
       [](Scene& s) {
         s.profile = crypto::Profile::icao;
         s.visa.valid_from.reset();
       }},
      {C::PRINTOUT_MISMATCH, "no number", "printout",
       [](Scene& s) {
         s.profile = crypto::Profile::icao;
         s.visa.number.reset();
       }},
      {C::MRZ_CHECK_FAILED, "printed MRZ misread", "printout",
       [](Scene& s) {
         auto lines = *visa::compose_visa_mrz(s.visa);
         lines.line2[9] = lines.line2[9] == '0' ? '1' : '0';
         s.request.printed_mrz =
             *visa::parse_mrz(lines.line1 + "\n" + lines.line2, date("2026-11-20"));
       }},
      {C::MRZ_CHECK_FAILED, "no such sex", "passport_mrz",
       [](Scene& s) { s.spoil_passport = [](visa::MrzLines& l) { l.line2[20] = 'Q'; }; }},
      {C::PASSPORT_CONDITION, "ticked", "officer_ticks",
       [](Scene& s) { s.request.ticks.passport_in_doubt = true; }},
      {C::BLANK_PAGES_LOW, "one page", "officer_ticks",
       [](Scene& s) { s.request.ticks.blank_pages = 1; }},
      {C::CHILDREN_TRAVELLING, "ticked", "officer_ticks",
       [](Scene& s) { s.request.ticks.children_travelling = true; }},
      {C::COMPANION_WITHOUT_VISA, "ticked", "officer_ticks",
       [](Scene& s) { s.request.ticks.companion_without_visa = true; }},
      {C::NO_ENTRY_RECORD, "never entered", "exit_stay",
       [](Scene& s) { s.request.history.clear(); }},
      {C::OVERSTAY, "five weeks", "exit_stay", [](Scene& s) { s.at("2026-12-20T10:00:00Z"); }},
      {C::DUPLICATE_SCAN, "again", "duplicate_scan",
       [](Scene& s) {
         const bool exit = s.request.direction == Direction::exit;
         s.happened(exit ? EventKind::exit : EventKind::entry, "2026-11-20T09:55:00Z", "ALA-03", 4);
       }},
  };
}

}  // namespace

const std::vector<Case>& decision_cases() {
  static const std::vector<Case> all = make_cases();
  return all;
}

Scene scene_for(const Case& c, Direction direction) {
  Scene scene;
  scene.request.direction = direction;
  if (direction == Direction::boarding) scene.request.arrival = instant("2026-11-20T16:00:00Z");
  const bool brings_own_history =
      c.code == ReasonCode::DOUBLE_USE_CONFLICT || c.code == ReasonCode::REVOKED_AFTER_ENTRY;
  if (!brings_own_history) leave(scene);
  c.change(scene);
  return scene;
}

bool applies_here(const Case& c, Direction direction) {
  // The log has no events of boarding, so a repeated boarding check is no duplicate of anything;
  // the row is kept in the table for airline systems that number their requests (later issue).
  if (c.code == ReasonCode::DUPLICATE_SCAN && direction == Direction::boarding) return false;
  return true;
}

std::string title(const Case& c, Direction direction) {
  return std::string(to_string(c.code)) + ", " + c.name + ", " + std::string(to_string(direction));
}

}  // namespace evisa::verifier::scenes
