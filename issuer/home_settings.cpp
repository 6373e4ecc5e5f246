// The settings file of the ministry's folder, issuer.json.
#include "issuer/home_settings.h"

#include <fmt/core.h>

#include <algorithm>

#include "crypto/settings_file.h"

namespace evisa::issuer {
namespace {

constexpr std::string_view kFormat = "evisa-issuer-1";

bool is_letters(std::string_view text, bool digits_too) {
  return std::ranges::all_of(
      text, [&](char c) { return (c >= 'A' && c <= 'Z') || (digits_too && c >= '0' && c <= '9'); });
}

Result<HomeSettings> take_settings(crypto::JsonObject& object) {
  const auto format = object.text("format");
  if (!format) return std::unexpected(format.error());
  if (*format != kFormat) {
    return fail(Errc::unsupported,
                fmt::format("issuer.json: found format \"{}\", expected \"{}\"", *format, kFormat));
  }
  const auto profile_word = object.text("profile"), country = object.text("country"),
             signer = object.text("signer");
  for (const auto* field : {&profile_word, &country, &signer}) {
    if (!*field) return std::unexpected(field->error());
  }
  const auto test_only = object.boolean("test_only");
  if (!test_only) return std::unexpected(test_only.error());
  const auto profile = parse_profile(*profile_word);
  if (!profile) return std::unexpected(profile.error());
  const HomeSettings settings{*profile, *country, *signer, *test_only};
  if (const auto ok = check_settings(settings); !ok) return std::unexpected(ok.error());
  return settings;
}

}  // namespace

Result<crypto::Profile> parse_profile(std::string_view text) {
  for (const auto profile : {crypto::Profile::national, crypto::Profile::icao}) {
    if (text == crypto::to_string(profile)) return profile;
  }
  return fail(Errc::malformed,
              fmt::format("profile: found \"{}\", expected national or icao", text));
}

Result<void> check_settings(const HomeSettings& settings) {
  if (settings.country.size() != 2 || !is_letters(settings.country, false)) {
    return fail(Errc::malformed,
                fmt::format("country: found \"{}\", expected two letters A-Z such as KZ",
                            settings.country));
  }
  if (settings.signer.size() != 2 || !is_letters(settings.signer, true)) {
    return fail(
        Errc::malformed,
        fmt::format("signer: found \"{}\", expected two of A-Z 0-9 such as VS", settings.signer));
  }
  return {};
}

std::string settings_text(const HomeSettings& settings) {
  const crypto::Json json = {{"format", kFormat},
                             {"profile", std::string(crypto::to_string(settings.profile))},
                             {"country", settings.country},
                             {"signer", settings.signer},
                             {"test_only", settings.test_only}};
  return json.dump(2) + "\n";
}

Result<HomeSettings> read_settings(const std::filesystem::path& file) {
  return crypto::read_settings_file(file, take_settings);
}

}  // namespace evisa::issuer
