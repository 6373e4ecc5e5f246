// The sample visa's print-out as PDF, and as a clean 1080p camera frame of it.
#include "tests/bench/page.h"

#include "issuer/printout.h"
#include "tests/sample/must.h"
#include "tests/sample/sample.h"
#include "tests/sim/page.h"

namespace evisa::bench {
visa::VisaRecord sample_record() {
  visa::VisaRecord record;
  record.visa = sample::one().visa;
  record.application_number = "16546778150988";
  record.invitation_number = "3622000299";
  record.inviter = "Altyn Dala Travel LLP";
  return record;
}

const crypto::Bytes& sample_pdf() {
  static const crypto::Bytes pdf = [] {
    issuer::PrintoutOptions options;
    options.created = sample::one().now;
    return sample::must(issuer::render_printout(sample_record(), sample::one().seal, options));
  }();
  return pdf;
}

cv::Mat clean_frame() {
  sim::Shot shot;
  shot.gblur = 0;
  shot.noise_ne = 0;
  shot.jpegq = 0;
  shot.uneven = 1;
  return sim::photograph(sample::must(sim::render_pdf(sample_pdf())), shot);
}

}  // namespace evisa::bench
