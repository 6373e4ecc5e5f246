// What a forger can do for the demo: prints a page with any text as a code, here a genuine seal in
// which characters were changed. It has no key, and that is the point.
#include <fmt/core.h>

#include <exception>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/sim/page.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: evisa-sample-forger TEXT PAGE.png\n");
    return 2;
  }
  try {
    auto page = evisa::sim::blank_page();
    cv::putText(page.gray, "e-VISA (forged sample)", {200, 300}, cv::FONT_HERSHEY_SIMPLEX, 3, 60,
                6);
    evisa::sim::print_qr(page, evisa::crypto::as_bytes(argv[1]), 130, 60);
    if (!cv::imwrite(argv[2], page.gray)) {
      fmt::print(stderr, "evisa-sample-forger: error: cannot write {}\n", argv[2]);
      return 3;
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "evisa-sample-forger: error: {}\n", error.what());
    return 3;
  }
  return 0;
}
