// Metrics in the Prometheus text format, version 0.0.4.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "http/response.h"
#include "http/server.h"

namespace evisa::http {

/// Names and values in a fixed order: `{{"route", "/v1/x"}, {"status", "200"}}`.
using Labels = std::vector<std::pair<std::string, std::string>>;

class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void set(double value) { value_.store(value, std::memory_order_relaxed); }
  [[nodiscard]] double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0};
};

class Histogram {
 public:
  explicit Histogram(std::vector<double> upper_bounds);
  void observe(double value);
  struct Snapshot {
    std::vector<std::uint64_t> cumulative;  ///< one a bound, then +Inf
    double sum = 0;
  };
  [[nodiscard]] Snapshot snapshot() const;
  [[nodiscard]] const std::vector<double>& bounds() const { return bounds_; }

 private:
  std::vector<double> bounds_;
  std::vector<std::atomic<std::uint64_t>> buckets_;
  std::atomic<double> sum_{0};
};

/// Keeps every metric of a program. References stay valid as long as the registry. Asking again for
/// the same name and labels gives the same metric; a name keeps its first help text and kind.
class Metrics {
 public:
  Counter& counter(std::string_view name, std::string_view help, const Labels& labels = {});
  Gauge& gauge(std::string_view name, std::string_view help, const Labels& labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, std::vector<double> bounds,
                       const Labels& labels = {});
  /// A gauge whose value is asked for when the metrics are read.
  void gauge_from(std::string_view name, std::string_view help, std::function<double()> read,
                  const Labels& labels = {});
  /// The text, names and labels in order.
  [[nodiscard]] std::string text() const;

 private:
  enum class Kind { counter, gauge, histogram };
  struct Series {
    std::unique_ptr<Counter> counter;
    std::unique_ptr<Gauge> gauge;
    std::unique_ptr<Histogram> histogram;
    std::function<double()> read;
  };
  struct Family {
    Kind kind;
    std::string help;
    std::map<Labels, Series> series;
  };
  Series& series(std::string_view name, std::string_view help, Kind kind, const Labels& labels);

  mutable std::mutex mutex_;
  std::map<std::string, Family, std::less<>> families_;
};

/// Seconds, from half a millisecond to ten seconds.
[[nodiscard]] std::vector<double> latency_bounds();

/// Counts requests by route, method and status, and their duration by route:
/// `evisa_http_requests_total`, `evisa_http_request_seconds`.
class RequestMetrics {
 public:
  explicit RequestMetrics(Metrics& metrics) : metrics_(metrics) {}
  void count(const Served& served);

 private:
  /// Method (empty: none), route, status.
  using Kind = std::tuple<std::string_view, std::string_view, int>;
  struct Series {
    std::unique_ptr<const std::string> route;  ///< what its key points to
    Counter& answered;
    Histogram& seconds;
  };
  Series& series(const Kind& kind);

  Metrics& metrics_;
  std::mutex mutex_;
  std::map<Kind, Series> series_;  ///< asked for once: a look-up by labels costs more than to count
};

/// Gauges of `server` under the label `listener`: connections, running, evicted, ... `server` must
/// outlive the last call of `metrics.text`.
void export_server_stats(Metrics& metrics, const Server& server, const std::string& listener);

[[nodiscard]] Response metrics_response(const Metrics& metrics);

}  // namespace evisa::http
