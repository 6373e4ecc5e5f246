// The words of a visa's status and of a revocation, and special durations of stay.
#include "visa/visa.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace evisa::visa {
namespace {

TEST(VisaStatusWords, RoundTrip) {
  for (const VisaStatus status : {VisaStatus::applied, VisaStatus::awaiting_payment,
                                  VisaStatus::issued, VisaStatus::revoked, VisaStatus::denied}) {
    EXPECT_EQ(parse_visa_status(to_string(status)), status);
  }
}

struct Wording {
  const char* text;
  VisaStatus status;
};

TEST(VisaStatusWords, TakeThePortalsWordings) {
  // rules.md facts 45 and 46.
  for (const auto& [text, status] :
       {Wording{"Approved. Payment completed", VisaStatus::issued},
        Wording{"  approved payment  COMPLETED. ", VisaStatus::issued},
        Wording{"Одобрено. Оплата совершена", VisaStatus::issued},
        Wording{"ОДОБРЕНО, ОПЛАТА СОВЕРШЕНА", VisaStatus::issued},
        Wording{"已批准 已付款", VisaStatus::issued},
        Wording{"已批准，已付款。", VisaStatus::issued},
        Wording{"已批准已付款", VisaStatus::issued},
        Wording{"Payment not done", VisaStatus::awaiting_payment},
        Wording{"In progress, payment not completed", VisaStatus::awaiting_payment},
        Wording{"Оплата не произведена", VisaStatus::awaiting_payment},
        Wording{"进行中 付款未完成", VisaStatus::awaiting_payment}}) {
    EXPECT_EQ(parse_visa_status(text), status) << text;
  }
}

TEST(VisaStatusWords, DoNotTakeAnApprovalWithoutPayment) {
  for (const char* text : {"", "Approved", "Одобрено", "已批准", "Payment completed", "ISSUED?NO",
                           "Approved. Payment not completed", "\xFF"}) {
    expect_error(parse_visa_status(text), Errc::malformed, "visa status");
  }
}

TEST(VisaRevocationWords, RoundTrip) {
  for (int i = 0; i <= static_cast<int>(RevocationReason::other); ++i) {
    const auto reason = static_cast<RevocationReason>(i);
    EXPECT_EQ(parse_revocation_reason(to_string(reason)), reason);
  }
  expect_error(parse_revocation_reason("Other"), Errc::malformed, "Other");
}

TEST(VisaDurationOfStay, KnowsItsSpecialValues) {
  EXPECT_TRUE((DurationOfStay{0, 0, 0}.is_until_valid_until()));
  EXPECT_TRUE((DurationOfStay{255, 255, 255}.is_decided_on_entry()));
  EXPECT_TRUE((DurationOfStay{254, 254, 254}.is_other()));
  EXPECT_FALSE((DurationOfStay{30, 0, 0}.is_special()));
  EXPECT_FALSE((DurationOfStay{0, 1, 0}.is_special()));
}

}  // namespace
}  // namespace evisa::visa
