// /boarding, /supervisor and /v1/openapi.json.
#include "verifier/service/page_routes.h"

#include <iterator>
#include <map>

#include "http/static_files.h"
#include "verifier/service/embedded_pages.h"

namespace evisa::verifier {
namespace {

http::Response redirect(std::string to) {
  http::Response response = http::empty_response(302);
  response.headers.set("Location", std::move(to));
  return response;
}

http::Route openapi_route(std::string_view content) {
  return {http::Method::get, "/v1/openapi.json", [content](const http::Request& request) {
            const auto etag = http::etag_of(content);
            auto response = http::matches_etag(request, etag)
                                ? http::empty_response(304)
                                : http::json_response(200, std::string(content));
            response.headers.set("ETag", etag);
            return response;
          }};
}

}  // namespace

Result<std::vector<http::Route>> page_routes() {
  std::map<std::string, http::StaticFiles> folders;
  std::vector<http::Route> routes;
  for (const auto& page : embedded_pages()) {
    const auto slash = page.name.find('/');
    if (slash == std::string_view::npos) {
      routes.push_back(openapi_route(page.content));
      continue;
    }
    auto& folder = folders[std::string(page.name.substr(0, slash))];
    auto added = folder.add(std::string(page.name.substr(slash + 1)), std::string(page.content));
    if (!added) return std::unexpected(added.error());
  }
  for (const auto& [name, files] : folders)
    std::ranges::copy(files.routes("/" + name), std::back_inserter(routes));
  routes.push_back(
      {http::Method::get, "/", [](const http::Request&) { return redirect("/supervisor"); }});
  return routes;
}

}  // namespace evisa::verifier
