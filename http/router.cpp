// Routing: templates compared segment by segment, literal before parameter.
#include "http/router.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "http/problem.h"
#include "http/target.h"

namespace evisa::http {
namespace {

struct Segment {
  std::string text;
  bool is_parameter = false;
};

struct Entry {
  Route route;
  std::vector<Segment> segments;
  std::unique_ptr<std::atomic<unsigned>> running = std::make_unique<std::atomic<unsigned>>(0);
};

std::unexpected<Error> no_template(const std::string& path) {
  return fail(Errc::malformed, fmt::format("route `{}`: `/name/{{parameter}}` expected", path));
}

Result<std::vector<Segment>> parse_template(const std::string& path) {
  const auto is_plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("-._~").contains(c);
  };
  std::vector<Segment> segments;
  if (!path.starts_with('/')) return no_template(path);
  std::string_view rest = std::string_view(path).substr(1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    std::string_view text = rest.substr(0, end);
    const bool is_parameter = text.starts_with('{') && text.ends_with('}');
    if (is_parameter) text = text.substr(1, text.size() - 2);
    if (text.empty() || !std::ranges::all_of(text, is_plain)) return no_template(path);
    if (end + 1 == rest.size()) return no_template(path);  // ends with a slash
    segments.push_back({std::string(text), is_parameter});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return segments;
}

/// Two templates that differ in the names of their parameters only.
bool same_paths(const std::vector<Segment>& a, const std::vector<Segment>& b) {
  return std::ranges::equal(a, b, [](const Segment& x, const Segment& y) {
    return x.is_parameter == y.is_parameter && (x.is_parameter || x.text == y.text);
  });
}

bool matches(const std::vector<Segment>& segments, const std::vector<std::string>& path) {
  return std::ranges::equal(segments, path, [](const Segment& segment, const std::string& text) {
    return segment.is_parameter ? !text.empty() : segment.text == text;
  });
}

/// True when `a` says more than `b` about the first segment in which they differ.
bool more_literal(const Entry* a, const Entry* b) {
  for (std::size_t i = 0; i < a->segments.size(); ++i) {
    if (a->segments[i].is_parameter != b->segments[i].is_parameter) {
      return b->segments[i].is_parameter;
    }
  }
  return false;
}

/// Occupies one place of a route while it lives.
class Place {
 public:
  explicit Place(std::atomic<unsigned>& running) : running_(running), number_(++running) {}
  ~Place() { --running_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  [[nodiscard]] unsigned number() const { return number_; }

 private:
  std::atomic<unsigned>& running_;
  unsigned number_;
};

Response challenge(const Error& error) {
  if (error.code == Errc::unavailable || error.code == Errc::io) return problem_response(error);
  Problem problem{.status = 401,
                  .code = "unauthorized",
                  .title = "Who asks is not known",
                  .detail = error.message,
                  .hint = error.hint};
  Response response = to_response(problem);
  response.headers.add("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace

struct Router::Table {
  std::vector<Entry> entries;
  Authenticate authenticate;
  Guard guard;

  /// The entries whose path matches, the most literal first.
  [[nodiscard]] std::vector<const Entry*> matching(const std::vector<std::string>& path) const {
    std::vector<const Entry*> found;
    for (const Entry& entry : entries) {
      if (matches(entry.segments, path)) found.push_back(&entry);
    }
    std::ranges::stable_sort(found, more_literal);
    return found;
  }

  /// The most literal of those that match, without looking at the others twice.
  [[nodiscard]] const Entry* find(Method method, const std::vector<std::string>& path) const {
    const Entry *exact = nullptr, *get = nullptr;
    for (const Entry& entry : entries) {
      const bool is_exact = entry.route.method == method;
      if (!is_exact && !(method == Method::head && entry.route.method == Method::get)) continue;
      if (!matches(entry.segments, path)) continue;
      const Entry*& best = is_exact ? exact : get;
      if (best == nullptr || more_literal(&entry, best)) best = &entry;
    }
    return exact != nullptr ? exact : get;
  }

  [[nodiscard]] std::string allowed(const std::vector<std::string>& path) const;
  [[nodiscard]] std::optional<Response> check_principal(Request& request, const Route& route) const;
};

std::string Router::Table::allowed(const std::vector<std::string>& path) const {
  std::vector<std::string_view> methods;
  for (const Entry* entry : matching(path)) {
    methods.push_back(to_string(entry->route.method));
    if (entry->route.method == Method::get) methods.emplace_back("HEAD");
  }
  methods.emplace_back("OPTIONS");
  std::ranges::sort(methods);
  const auto repeated = std::ranges::unique(methods);
  methods.erase(repeated.begin(), repeated.end());
  return fmt::format("{}", fmt::join(methods, ", "));
}

std::optional<Response> Router::Table::check_principal(Request& request, const Route& route) const {
  if (route.roles.empty()) return std::nullopt;
  auto principal = authenticate(request);
  if (!principal) return challenge(principal.error());
  request.principal = std::move(*principal);
  if (std::ranges::find(route.roles, request.principal->role) == route.roles.end()) {
    return problem_response(403, fmt::format("role `{}`; {} may ask this", request.principal->role,
                                             fmt::join(route.roles, ", ")));
  }
  return guard ? guard(request, *request.principal) : std::nullopt;
}

Result<Router> Router::create(std::vector<Route> routes, Authenticate authenticate, Guard guard) {
  auto table = std::make_shared<Table>();
  for (Route& route : routes) {
    auto segments = parse_template(route.path);
    if (!segments) return std::unexpected(std::move(segments.error()));
    if (!route.roles.empty() && !authenticate) {
      return fail(Errc::out_of_range,
                  fmt::format("route `{}` asks for a role, but nobody authenticates", route.path));
    }
    for (const Entry& entry : table->entries) {
      if (entry.route.method == route.method && same_paths(entry.segments, *segments)) {
        return fail(Errc::conflict,
                    fmt::format("routes `{}` and `{}` are the same", entry.route.path, route.path));
      }
    }
    table->entries.push_back({std::move(route), std::move(*segments)});
  }
  table->authenticate = std::move(authenticate);
  table->guard = std::move(guard);
  return Router(std::move(table));
}

Admission Router::admit(Request& request) const {
  const Entry* entry = table_->find(request.method, request.segments);
  if (entry == nullptr) {
    const auto others = table_->matching(request.segments);
    if (others.empty()) {
      return std::unexpected(problem_response(404, "there is nothing at this path"));
    }
    request.route = others.front()->route.path;
    Response response = request.method == Method::options
                            ? empty_response(204)
                            : problem_response(405, "not with this method");
    response.headers.add("Allow", table_->allowed(request.segments));
    return std::unexpected(std::move(response));
  }
  request.route = entry->route.path;
  for (std::size_t i = 0; i < entry->segments.size(); ++i) {
    if (entry->segments[i].is_parameter) {
      request.path_parameters.emplace_back(entry->segments[i].text, request.segments[i]);
    }
  }
  if (auto refusal = table_->check_principal(request, entry->route)) {
    return std::unexpected(std::move(*refusal));
  }
  return entry->route.max_body;
}

Response Router::handle(const Request& request) const {
  const Entry* entry = table_->find(request.method, request.segments);
  if (entry == nullptr) return problem_response(404, "there is nothing at this path");
  if (entry->route.max_concurrent == 0) return entry->route.handler(request);
  const auto place = std::make_shared<Place>(*entry->running);
  if (place->number() > entry->route.max_concurrent) {
    Response busy = problem_response(503, "too many requests of this kind are waiting");
    busy.headers.add("Retry-After", "1");
    return busy;
  }
  Response response = entry->route.handler(request);
  if (auto* stream = std::get_if<StreamBody>(&response.body)) {
    // The place is taken until the last piece is written. The table must live as long.
    response.body = StreamBody([place, table = table_, write = std::move(*stream)](
                                   BodyWriter& writer) { return write(writer); });
  }
  return response;
}

Service Router::service() const {
  const Router router = *this;
  return {.admit = [router](Request& request) { return router.admit(request); },
          .handle = [router](const Request& request) { return router.handle(request); }};
}

}  // namespace evisa::http
