// Pages, files and folders for the reader's tests.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "crypto/bytes.h"
#include "reader/reading.h"
#include "tests/sample/temp_folder.h"
#include "tests/sim/page.h"

namespace evisa::reader::test {

/// The invented e-visa's seal, and another one of the same signer.
[[nodiscard]] const crypto::Bytes& seal();
[[nodiscard]] const crypto::Bytes& other_seal();
/// A seal as it stands in the QR code.
[[nodiscard]] crypto::Bytes code_of(const crypto::Bytes& seal);
[[nodiscard]] crypto::Bytes bytes(std::string_view text);

[[nodiscard]] GrayView view(const cv::Mat& gray);
/// A page with the seal's code in its middle, at `dpi`.
[[nodiscard]] sim::Page seal_page(double dpi = 100);
[[nodiscard]] crypto::Bytes encoded(const cv::Mat& gray, const char* extension);

struct PdfContent {
  crypto::Bytes code;              ///< drawn as rectangles; none when empty
  std::vector<std::string> lines;  ///< text in Courier
  double width = 595, height = 842;
};
/// A PDF of one page per element.
[[nodiscard]] crypto::Bytes pdf(const std::vector<PdfContent>& pages);

/// A folder of its own that goes away again.
class Folder {
 public:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path(); }
  /// Writes a file and says where.
  std::filesystem::path write(const std::string& name, const crypto::Bytes& content) const;

 private:
  sample::TempFolder folder_;
};

}  // namespace evisa::reader::test
