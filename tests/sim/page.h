// Pages for the camera: from a PDF (through poppler), from a picture, or put together in a test.
#pragma once

#include <filesystem>
#include <string>

#include "crypto/bytes.h"
#include "tests/sim/camera.h"
#include "visa/result.h"

namespace evisa::sim {

/// `path`: PDF (its first page), PNG or JPEG (taken as an A4 page's width). Errors: not_found,
/// malformed.
[[nodiscard]] Result<Page> load_page(const std::filesystem::path& path, double dpi = 300);
/// The first page of a PDF in memory. Errors: malformed.
[[nodiscard]] Result<Page> render_pdf(crypto::ByteView pdf, double dpi = 300);

/// An empty white A4 page.
[[nodiscard]] Page blank_page(double dpi = 300);

/// Prints a QR code (error correction M, quiet zone of four modules) of any bytes.
/// `left_mm`, `top_mm`: where the quiet zone begins.
void print_qr(Page& page, crypto::ByteView content, double left_mm, double top_mm,
              double module_mm = 0.75);

/// A blank page with a QR code in its middle.
[[nodiscard]] Page page_with_qr(crypto::ByteView content, double module_mm = 0.75);

}  // namespace evisa::sim
