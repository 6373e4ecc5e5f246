// The trust bundle of the scenes' ministry.
#include "tests/unit/verifier/scene_bundle.h"

#include "tests/unit/verifier/scene.h"
#include "visa/embedded_data.h"

namespace evisa::verifier::scenes {

crypto::BundleContents bundle_contents(std::uint64_t sequence) {
  crypto::BundleContents contents;
  contents.sequence = sequence;
  contents.issued_at = instant("2026-11-20T09:50:00Z");
  contents.next_update = instant("2026-11-21T09:50:00Z");
  contents.signers = {{ministry().national.certificate(), std::nullopt}};
  contents.anchors = {ministry().csca.certificate()};
  contents.revoked = {{*visa::VisaNumber::compose(26, 99), {date("2026-11-01"), {}}}};
  contents.ruleset_text = visa::k_ruleset_txt;
  contents.airports_csv = visa::k_airports_csv;
  contents.countries_csv = visa::k_countries_csv;
  contents.reasons_csv = visa::k_reasons_csv;
  return contents;
}

}  // namespace evisa::verifier::scenes
