// Prometheus text format 0.0.4: one block a family, one line a series.
#include "http/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace evisa::http {
namespace {

/// `\`, `"` and line ends, which would end a label's value or a help text.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", value);
}

std::string in_braces(const Labels& labels, const std::string& more = {}) {
  std::string out;
  for (const auto& [name, value] : labels) {
    out += fmt::format("{}{}=\"{}\"", out.empty() ? "" : ",", name, escaped(value));
  }
  if (!more.empty()) out += (out.empty() ? "" : ",") + more;
  return out.empty() ? out : "{" + out + "}";
}

void append_histogram(std::string& out, const std::string& name, const Labels& labels,
                      const Histogram& histogram) {
  const auto snapshot = histogram.snapshot();
  for (std::size_t i = 0; i < snapshot.cumulative.size(); ++i) {
    const std::string bound =
        i < histogram.bounds().size() ? number(histogram.bounds()[i]) : "+Inf";
    out += fmt::format("{}_bucket{} {}\n", name, in_braces(labels, fmt::format("le=\"{}\"", bound)),
                       snapshot.cumulative[i]);
  }
  out += fmt::format("{}_sum{} {}\n", name, in_braces(labels), number(snapshot.sum));
  out += fmt::format("{}_count{} {}\n", name, in_braces(labels), snapshot.cumulative.back());
}

}  // namespace

Histogram::Histogram(std::vector<double> upper_bounds)
    : bounds_(std::move(upper_bounds)), buckets_(bounds_.size() + 1) {}

void Histogram::observe(double value) {
  const auto at = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
  buckets_[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Snapshot Histogram::snapshot() const {
  Snapshot snapshot;
  std::uint64_t total = 0;
  for (const auto& bucket : buckets_) {
    snapshot.cumulative.push_back(total += bucket.load(std::memory_order_relaxed));
  }
  snapshot.sum = sum_.load(std::memory_order_relaxed);
  return snapshot;
}

Metrics::Series& Metrics::series(std::string_view name, std::string_view help, Kind kind,
                                 const Labels& labels) {
  auto found = families_.find(name);
  if (found == families_.end()) {
    found = families_.emplace(std::string(name), Family{kind, std::string(help), {}}).first;
  }
  return found->second.series[labels];
}

Counter& Metrics::counter(std::string_view name, std::string_view help, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& slot = series(name, help, Kind::counter, labels).counter;
  if (!slot) slot = std::make_unique<Counter>();
  return *slot;
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& slot = series(name, help, Kind::gauge, labels).gauge;
  if (!slot) slot = std::make_unique<Gauge>();
  return *slot;
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help,
                              std::vector<double> bounds, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& slot = series(name, help, Kind::histogram, labels).histogram;
  if (!slot) slot = std::make_unique<Histogram>(std::move(bounds));
  return *slot;
}

void Metrics::gauge_from(std::string_view name, std::string_view help, std::function<double()> read,
                         const Labels& labels) {
  const std::lock_guard lock(mutex_);
  series(name, help, Kind::gauge, labels).read = std::move(read);
}

std::string Metrics::text() const {
  constexpr std::array<std::string_view, 3> kKinds = {"counter", "gauge", "histogram"};
  const std::lock_guard lock(mutex_);
  std::string out;
  for (const auto& [name, family] : families_) {
    out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, escaped(family.help), name,
                       kKinds[static_cast<std::size_t>(family.kind)]);
    for (const auto& [labels, series] : family.series) {
      const std::string braces = in_braces(labels);
      if (series.counter) out += fmt::format("{}{} {}\n", name, braces, series.counter->value());
      if (series.read) {
        out += fmt::format("{}{} {}\n", name, braces, number(series.read()));
      } else if (series.gauge) {
        out += fmt::format("{}{} {}\n", name, braces, number(series.gauge->value()));
      }
      if (series.histogram) append_histogram(out, name, labels, *series.histogram);
    }
  }
  return out;
}

std::vector<double> latency_bounds() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

void RequestMetrics::count(const Served& served) {
  const auto method = served.method ? to_string(*served.method) : std::string_view{};
  const std::lock_guard lock(mutex_);
  Series& own = series({method, served.route, served.status});
  own.answered.add();
  own.seconds.observe(std::chrono::duration<double>(served.duration).count());
}

RequestMetrics::Series& RequestMetrics::series(const Kind& kind) {
  if (const auto found = series_.find(kind); found != series_.end()) return found->second;
  const auto& [method, route, status] = kind;
  const auto word = [](std::string_view text) { return std::string(text.empty() ? "-" : text); };
  auto route_kept = std::make_unique<const std::string>(route);
  Series made{
      .route = std::move(route_kept),
      .answered = metrics_.counter(
          "evisa_http_requests_total", "Requests answered; status 0: the peer went away.",
          {{"method", word(method)}, {"route", word(route)}, {"status", std::to_string(status)}}),
      .seconds = metrics_.histogram("evisa_http_request_seconds",
                                    "From a request's first byte to the last byte of its answer.",
                                    latency_bounds(), {{"route", word(route)}})};
  const Kind own{method, *made.route, status};
  return series_.emplace(own, std::move(made)).first->second;
}

void export_server_stats(Metrics& metrics, const Server& server, const std::string& listener) {
  struct Row {
    const char* name;
    const char* help;
    double (*read)(const ServerStats&);
  };
  static constexpr std::array kRows = {
      Row{"connections", "Open connections.",
          [](const ServerStats& s) { return static_cast<double>(s.connections); }},
      Row{"running", "Handlers at work.",
          [](const ServerStats& s) { return static_cast<double>(s.running); }},
      Row{"accepted", "Connections accepted since the start.",
          [](const ServerStats& s) { return static_cast<double>(s.accepted); }},
      Row{"evicted", "Waiting connections closed to make room.",
          [](const ServerStats& s) { return static_cast<double>(s.evicted); }},
      Row{"refused", "Connections refused: no room could be made.",
          [](const ServerStats& s) { return static_cast<double>(s.refused); }},
      Row{"timed_out", "Connections ended by a deadline.",
          [](const ServerStats& s) { return static_cast<double>(s.timed_out); }},
      Row{"malformed", "Requests that could not be parsed.",
          [](const ServerStats& s) { return static_cast<double>(s.malformed); }},
      Row{"tls_failed", "TLS handshakes that failed.",
          [](const ServerStats& s) { return static_cast<double>(s.tls_failed); }},
  };
  for (const Row& row : kRows) {
    metrics.gauge_from(fmt::format("evisa_http_{}", row.name), row.help,
                       [&server, read = row.read] { return read(server.stats()); },
                       {{"listener", listener}});
  }
}

Response metrics_response(const Metrics& metrics) {
  return {.status = 200,
          .headers = Headers{{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
          .body = metrics.text()};
}

}  // namespace evisa::http
