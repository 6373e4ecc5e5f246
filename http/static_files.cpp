// Static pages; contract in static_files.h.
#include "http/static_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "crypto/digest.h"
#include "crypto/files.h"
#include "http/problem.h"

namespace evisa::http {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFile = 8U << 20;

using Type = std::pair<std::string_view, std::string_view>;
constexpr std::array kTypes = {
    Type{".html", "text/html; charset=utf-8"},
    Type{".css", "text/css; charset=utf-8"},
    Type{".js", "text/javascript; charset=utf-8"},
    Type{".mjs", "text/javascript; charset=utf-8"},
    Type{".json", "application/json"},
    Type{".webmanifest", "application/manifest+json"},
    Type{".svg", "image/svg+xml"},
    Type{".png", "image/png"},
    Type{".jpg", "image/jpeg"},
    Type{".ico", "image/x-icon"},
    Type{".woff2", "font/woff2"},
    Type{".wasm", "application/wasm"},
    Type{".pdf", "application/pdf"},
    Type{".txt", "text/plain; charset=utf-8"},
    Type{".yaml", "application/yaml"},
};

Result<std::string> content_type_of(const std::string& name) {
  const std::string ending = fs::path(name).extension().string();
  const auto found = std::ranges::find(kTypes, std::string_view(ending), &Type::first);
  if (found != kTypes.end()) return std::string(found->second);
  return fail(Errc::unsupported,
              fmt::format("{}: no content type is known for `{}`", name, ending));
}

bool is_hidden(const fs::path& relative) {
  return std::ranges::any_of(relative,
                             [](const fs::path& part) { return part.string().starts_with('.'); });
}

}  // namespace

std::string_view content_security_policy() {
  return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
         "connect-src 'self'; media-src blob:; base-uri 'none'; form-action 'self'; "
         "frame-ancestors 'none'";
}

void add_page_headers(Response& response) {
  response.headers.set("Content-Security-Policy", std::string(content_security_policy()));
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("X-Frame-Options", "DENY");
  response.headers.set("Referrer-Policy", "no-referrer");
  response.headers.set("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.set("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
}

Result<StaticFiles> StaticFiles::read(const fs::path& folder) {
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error);
  if (error) return fail(Errc::not_found, fmt::format("{}: {}", folder.string(), error.message()));
  StaticFiles files;
  for (; at != fs::recursive_directory_iterator(); at.increment(error)) {
    const fs::path relative = at->path().lexically_relative(folder);
    if (at->is_symlink(error) || !at->is_regular_file(error) || is_hidden(relative)) continue;
    const auto content = crypto::read_file(at->path(), kMaxFile);
    if (!content) return std::unexpected(content.error());
    auto added = files.add(relative.generic_string(), std::string(crypto::as_text(*content)));
    if (!added) return std::unexpected(std::move(added.error()));
    if (error) break;
  }
  if (error) return fail(Errc::io, fmt::format("{}: {}", folder.string(), error.message()));
  return files;
}

Result<void> StaticFiles::add(std::string name, std::string content) {
  auto type = content_type_of(name);
  if (!type) return std::unexpected(std::move(type.error()));
  std::string etag = etag_of(content);
  File file{.content_type = std::move(*type),
            .etag = std::move(etag),
            .content = std::make_shared<const std::string>(std::move(content))};
  if (!files_.emplace(name, std::move(file)).second) {
    return fail(Errc::conflict, fmt::format("the static file {} is there twice", name));
  }
  return {};
}

std::vector<std::string> StaticFiles::names() const {
  std::vector<std::string> names;
  for (const auto& [name, file] : files_) names.push_back(name);
  return names;
}

Response StaticFiles::get(std::string_view name, const Request& request) const {
  const auto found = files_.find(name);
  if (found == files_.end()) return problem_response(404, "there is no such page");
  const File& file = found->second;
  Response response{.status = 200, .headers = {}, .body = file.content};
  if (matches_etag(request, file.etag)) response = empty_response(304);
  response.headers.add("Content-Type", file.content_type);
  response.headers.add("ETag", file.etag);
  response.headers.add("Cache-Control", "no-cache");  // may be kept, but is asked for each time
  add_page_headers(response);
  return response;
}

std::vector<Route> StaticFiles::routes(const std::string& prefix) const {
  const auto shared = std::make_shared<const StaticFiles>(*this);
  std::vector<Route> routes;
  const auto serve = [&](const std::string& path, const std::string& name) {
    routes.push_back(
        {.method = Method::get, .path = path, .handler = [shared, name](const Request& r) {
           return shared->get(name, r);
         }});
  };
  for (const auto& [name, file] : files_) {
    serve(prefix + "/" + name, name);
    if (name == "index.html") serve(prefix.empty() ? "/" : prefix, name);
  }
  return routes;
}

std::string etag_of(std::string_view content) {
  return "\"" + crypto::to_hex(crypto::blake2b_256(crypto::as_bytes(content))).substr(0, 32) + "\"";
}

bool matches_etag(const Request& request, std::string_view etag) {
  const auto header = request.headers.find("If-None-Match");
  if (!header) return false;
  if (*header == "*") return true;
  return request.headers.has_token("If-None-Match", etag) ||
         request.headers.has_token("If-None-Match", "W/" + std::string(etag));
}

}  // namespace evisa::http
