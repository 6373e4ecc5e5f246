// The peers' own calls, without pre-processing. <zbar.h> has to come before ZXing's headers.
#ifdef EVISA_WITH_ZBAR
#include <zbar.h>
#endif
#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>
#ifdef EVISA_WITH_WECHAT
#include <opencv2/wechat_qrcode.hpp>
#endif

#include <chrono>
#include <ctime>
#include <memory>

#include "tests/bench/reader/subjects.h"

namespace evisa::bench {
namespace {

using Codes = std::vector<crypto::Bytes>;

Subject timed(std::string name, std::function<Codes(const cv::Mat&)> read) {
  return {std::move(name), [read = std::move(read)](const cv::Mat& frame) {
            const auto start = work_time();
            Attempt attempt;
            attempt.codes = read(frame);
            attempt.first_ms =
                std::chrono::duration<double, std::milli>(work_time() - start).count();
            attempt.longest_ms = attempt.total_ms = attempt.first_ms;
            return attempt;
          }};
}

Codes bare_zxing(const cv::Mat& frame) {
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode);
  Codes codes;
  for (const auto& result :
       ZXing::ReadBarcodes({frame.data, frame.cols, frame.rows, ZXing::ImageFormat::Lum,
                            static_cast<int>(frame.step)},
                           hints)) {
    if (result.isValid()) codes.emplace_back(result.bytes().begin(), result.bytes().end());
  }
  return codes;
}

#ifdef EVISA_WITH_ZBAR
Codes zbar_codes(zbar::ImageScanner& scanner, const cv::Mat& frame) {
  zbar::Image image(static_cast<unsigned>(frame.cols), static_cast<unsigned>(frame.rows), "Y800",
                    frame.data, frame.total());
  scanner.scan(image);
  Codes codes;
  for (auto symbol = image.symbol_begin(); symbol != image.symbol_end(); ++symbol) {
    const std::string text = symbol->get_data();
    codes.emplace_back(text.begin(), text.end());
  }
  return codes;
}
#endif

#ifdef EVISA_WITH_WECHAT
Codes wechat_codes(cv::wechat_qrcode::WeChatQRCode& reader, const cv::Mat& frame) try {
  Codes codes;
  for (const auto& text : reader.detectAndDecode(frame))
    codes.emplace_back(text.begin(), text.end());
  return codes;
} catch (const cv::Exception&) {
  return {};
}
#endif

}  // namespace

std::chrono::nanoseconds work_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

std::vector<Subject> peers() {
  std::vector<Subject> all{timed("zxing-cpp 1.4", bare_zxing)};
#ifdef EVISA_WITH_ZBAR
  const auto scanner = std::make_shared<zbar::ImageScanner>();
  scanner->set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  scanner->set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
  scanner->set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_BINARY, 1);
  all.push_back(timed("zbar", [scanner](const cv::Mat& f) { return zbar_codes(*scanner, f); }));
#endif
#ifdef EVISA_WITH_WECHAT
  const auto wechat = std::make_shared<cv::wechat_qrcode::WeChatQRCode>();
  all.push_back(timed("wechat", [wechat](const cv::Mat& f) { return wechat_codes(*wechat, f); }));
#endif
  return all;
}

}  // namespace evisa::bench
