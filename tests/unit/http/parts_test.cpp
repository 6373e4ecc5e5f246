// Problem details, access log, metrics, health, rate limit, static pages.
#include <fcntl.h>
#include <gmock/gmock.h>

#include <fstream>
#include <thread>

#include "http/access_log.h"
#include "http/health.h"
#include "http/metrics.h"
#include "http/problem.h"
#include "http/rate_limit.h"
#include "http/response_head.h"
#include "http/static_files.h"
#include "tests/sample/eventually.h"
#include "tests/sample/must.h"
#include "tests/sample/temp_folder.h"
#include "visa/date.h"

namespace {

using namespace evisa;
using namespace evisa::http;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string& text_of(const Response& response) {
  return std::get<std::string>(response.body);
}

TEST(HttpProblem, EveryCauseHasAStatusAndItsCode) {
  const std::vector<std::pair<Errc, int>> table = {
      {Errc::malformed, 400},  {Errc::out_of_range, 422}, {Errc::unsupported, 415},
      {Errc::not_found, 404},  {Errc::conflict, 409},     {Errc::bad_signature, 422},
      {Errc::untrusted, 403},  {Errc::rollback, 409},     {Errc::wrong_passphrase, 500},
      {Errc::ineligible, 422}, {Errc::unreadable, 422},   {Errc::io, 500},
      {Errc::unavailable, 503}};
  for (const auto& [code, status] : table) {
    const Response response = problem_response(Error{code, "m", "h"});
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.headers.find("Content-Type"), "application/problem+json");
    EXPECT_THAT(text_of(response), HasSubstr("\"code\":\"" + std::string(to_string(code)) + "\""));
    EXPECT_THAT(text_of(response),
                HasSubstr("\"type\":\"urn:evisa:problem:" + std::string(to_string(code)) + "\""));
  }
}

TEST(HttpProblem, HidesTheServersOwnFiles) {
  EXPECT_THAT(text_of(problem_response(Error{Errc::io, "/var/lib/x: disk full", "df"})),
              Not(HasSubstr("/var")));
  EXPECT_THAT(text_of(problem_response(Error{Errc::conflict, "used at 10:00", "ask a senior"})),
              testing::AllOf(HasSubstr("\"detail\":\"used at 10:00\""),
                             HasSubstr("\"hint\":\"ask a senior\"")));
}

TEST(HttpProblem, CarriesFurtherMembers) {
  Problem problem = problem_of({Errc::conflict, "m"});
  problem.members["event"] = {{"booth", "NQZ-03"}};
  EXPECT_THAT(text_of(to_response(problem)), HasSubstr("\"event\":{\"booth\":\"NQZ-03\"}"));
}

TEST(AccessLog, IsOneJsonLine) {
  const Served served{.time = *visa::parse_instant("2026-11-21T04:00:45.123Z"),
                      .method = Method::get,
                      .route = "/v1/visas/{number}",
                      .status = 200,
                      .bytes_in = 0,
                      .bytes_out = 310,
                      .duration = 870us,
                      .principal = "booth-3",
                      .request_id = "7f-1"};
  EXPECT_EQ(
      access_log_line(served),
      "{\"time\":\"2026-11-21T04:00:45.123Z\",\"method\":\"GET\",\"route\":\"/v1/visas/{number}"
      "\",\"status\":200,\"bytes_in\":0,\"bytes_out\":310,\"us\":870,\"principal\":\"booth-3\","
      "\"request\":\"7f-1\"}");
}

TEST(AccessLog, SaysSoWhenThereWasNoRequest) {
  EXPECT_THAT(access_log_line({.status = 400}),
              HasSubstr("\"method\":\"-\",\"route\":\"-\",\"status\":400"));
}

class AccessLogFile : public testing::Test {
 protected:
  [[nodiscard]] std::vector<std::string> lines() const {
    std::ifstream file(folder_ / "log");
    std::vector<std::string> all;
    for (std::string line; std::getline(file, line);) all.push_back(line);
    return all;
  }
  sample::TempFolder folder_;
  const int fd_ = ::open((folder_ / "log").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
};

TEST_F(AccessLogFile, HasEveryLineOfEveryThreadWhole) {
  constexpr int kThreads = 4, kLines = 500;
  {
    AccessLog log(fd_, 4096);  // so little that callers have to wait for the file
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&log, thread] {
        for (int line = 0; line < kLines; ++line) log.write({.status = thread * kLines + line});
      });
    }
  }
  std::vector<std::string> expected;
  for (int status = 0; status < kThreads * kLines; ++status)
    expected.push_back(access_log_line({.status = status}));
  EXPECT_THAT(lines(), testing::UnorderedElementsAreArray(expected));
}

TEST_F(AccessLogFile, GoesOutByItself) {
  AccessLog log(fd_);
  log.write({.status = 200});
  EXPECT_TRUE(sample::eventually([&] { return lines().size() == 1; }));
}

TEST(AccessLog, AReaderThatHasGoneStopsNobody) {
  AccessLog log(-1, 1);
  for (int i = 0; i < 3; ++i) log.write({.status = 200});
}

TEST(HttpMetrics, WritesPrometheusText) {
  Metrics metrics;
  metrics.counter("b_total", "Things.", {{"kind", "a\"b\\c\nd"}}).add(3);
  metrics.gauge("a_age", "Age.").set(1.5);
  Histogram& histogram = metrics.histogram("c_seconds", "Time.", {0.1, 1}, {{"route", "/x"}});
  for (const double value : {0.05, 0.1, 0.5, 7.0}) histogram.observe(value);
  metrics.gauge_from("d", "Asked.", [] { return 4.0; });
  EXPECT_EQ(metrics.text(),
            "# HELP a_age Age.\n# TYPE a_age gauge\na_age 1.5\n"
            "# HELP b_total Things.\n# TYPE b_total counter\nb_total{kind=\"a\\\"b\\\\c\\nd\"} 3\n"
            "# HELP c_seconds Time.\n# TYPE c_seconds histogram\n"
            "c_seconds_bucket{route=\"/x\",le=\"0.1\"} 2\n"
            "c_seconds_bucket{route=\"/x\",le=\"1\"} 3\n"
            "c_seconds_bucket{route=\"/x\",le=\"+Inf\"} 4\n"
            "c_seconds_sum{route=\"/x\"} 7.65\nc_seconds_count{route=\"/x\"} 4\n"
            "# HELP d Asked.\n# TYPE d gauge\nd 4\n");
}

TEST(HttpMetrics, CountsRequestsByRouteAndStatus) {
  Metrics metrics;
  RequestMetrics requests(metrics);
  requests.count({.method = Method::get, .route = "/x", .status = 200, .duration = 2ms});
  requests.count({.method = Method::get, .route = "/x", .status = 200, .duration = 2ms});
  requests.count({.status = 400});
  EXPECT_THAT(metrics.text(), HasSubstr("{method=\"GET\",route=\"/x\",status=\"200\"} 2\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("{method=\"-\",route=\"-\",status=\"400\"} 1\n"));
  requests.count({.method = Method::get, .route = "/x", .status = 404, .duration = 2ms});
  EXPECT_THAT(metrics.text(), HasSubstr("evisa_http_request_seconds_count{route=\"/x\"} 3\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("{route=\"/x\",le=\"0.0025\"} 3\n"));
}

TEST(HttpHealth, NamesWhatIsMissing) {
  const auto fine = [] { return std::optional<std::string>{}; };
  const auto missing = [] { return std::optional<std::string>("no bundle imported"); };
  const auto throws = []() -> std::optional<std::string> { throw std::runtime_error("x"); };
  EXPECT_EQ(text_of(readyz({{"store", fine}})), "{\"ready\":true,\"checked\":1}");
  EXPECT_EQ(readyz({{"store", fine}}).status, 200);
  const Response not_ready = readyz({{"store", fine}, {"bundle", missing}, {"clock", throws}});
  EXPECT_EQ(not_ready.status, 503);
  EXPECT_EQ(
      text_of(not_ready),
      "{\"ready\":false,\"checked\":3,\"missing\":[{\"name\":\"bundle\",\"detail\":\"no bundle "
      "imported\"},{\"name\":\"clock\",\"detail\":\"could not be checked\"}]}");
  EXPECT_EQ(healthz().status, 200);
}

visa::Instant at(std::chrono::milliseconds since) { return visa::Instant(since + 1'000'000s); }

TEST(HttpRateLimit, AllowsTheBurstAndThenTheRate) {
  RateLimiter limiter({.per_second = 10, .burst = 3});
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.wait("booth-1", at(0ms)));
  EXPECT_EQ(limiter.wait("booth-1", at(0ms)), 100ms);
  EXPECT_FALSE(limiter.wait("booth-2", at(0ms)));  // a bucket of its own
  EXPECT_EQ(limiter.wait("booth-1", at(60ms)), 40ms);
  EXPECT_FALSE(limiter.wait("booth-1", at(100ms)));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.wait("booth-1", at(1h)));
  EXPECT_TRUE(limiter.wait("booth-1", at(1h)));
}

TEST(HttpRateLimit, ClockThatGoesBackGivesNothing) {
  RateLimiter limiter({.per_second = 10, .burst = 1});
  EXPECT_FALSE(limiter.wait("a", at(1h)));
  EXPECT_EQ(limiter.wait("a", at(0ms)), 100ms);
  EXPECT_FALSE(limiter.wait("a", at(100ms)));
}

TEST(HttpRateLimit, ForgetsTheOneIdleLongest) {
  RateLimiter limiter({.per_second = 1, .burst = 1, .max_principals = 2});
  EXPECT_FALSE(limiter.wait("a", at(0ms)));
  EXPECT_FALSE(limiter.wait("b", at(0ms)));
  EXPECT_TRUE(limiter.wait("a", at(0ms)));
  EXPECT_FALSE(limiter.wait("c", at(0ms)));  // b goes, a stays
  EXPECT_TRUE(limiter.wait("a", at(0ms)));
  EXPECT_FALSE(limiter.wait("b", at(0ms)));
}

TEST(HttpRateLimit, TellsWhenToComeBack) {
  EXPECT_EQ(too_many_requests(1500ms).headers.find("Retry-After"), "2");
  EXPECT_EQ(too_many_requests(1ms).headers.find("Retry-After"), "1");
  EXPECT_EQ(too_many_requests(1ms).status, 429);
}

class HttpStaticFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_ / "pages");
    std::filesystem::create_directory(folder_ / "pages/app");
    write("pages/index.html", "<!doctype html>");
    write("pages/app/board.js", "let x;");
    write("pages/.hidden.html", "hidden");
    write("secret.txt", "secret");
    std::filesystem::create_symlink(folder_ / "secret.txt", folder_ / "pages/link.txt");
  }
  void write(const std::string& name, const std::string& content) {
    std::ofstream(folder_ / name) << content;
  }
  sample::TempFolder folder_;
};

TEST_F(HttpStaticFiles, ServeWhatIsInTheFolderAndNothingElse) {
  const StaticFiles files = sample::must(StaticFiles::read(folder_ / "pages"));
  EXPECT_THAT(files.names(), ElementsAre("app/board.js", "index.html"));
  for (const char* name : {"../secret.txt", "link.txt", ".hidden.html", "", "app", "/index.html"}) {
    EXPECT_EQ(files.get(name, {}).status, 404) << name;
  }
}

TEST_F(HttpStaticFiles, HaveTypeTagAndStrictHeaders) {
  const StaticFiles files = sample::must(StaticFiles::read(folder_ / "pages"));
  const Response response = files.get("app/board.js", {});
  EXPECT_EQ(response.headers.find("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(response.headers.find("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response.headers.find("Referrer-Policy"), "no-referrer");
  const std::string policy(*response.headers.find("Content-Security-Policy"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe-inline")));
  EXPECT_THAT(policy, Not(HasSubstr("'unsafe-eval'")));
  EXPECT_EQ(*std::get<SharedBody>(response.body), "let x;");
}

TEST_F(HttpStaticFiles, AnswerNotModified) {
  const StaticFiles files = sample::must(StaticFiles::read(folder_ / "pages"));
  const std::string etag(*files.get("index.html", {}).headers.find("ETag"));
  for (const std::string& header : {etag, "\"x\", " + etag, "W/" + etag, std::string("*")}) {
    EXPECT_EQ(files.get("index.html", {.headers = {{"If-None-Match", header}}}).status, 304);
  }
  EXPECT_EQ(files.get("index.html", {.headers = {{"If-None-Match", "\"x\""}}}).status, 200);
  EXPECT_NE(etag, files.get("app/board.js", {}).headers.find("ETag"));
}

TEST_F(HttpStaticFiles, BecomeRoutes) {
  const auto routes = sample::must(StaticFiles::read(folder_ / "pages")).routes("/boarding");
  std::vector<std::string> paths;
  for (const Route& route : routes) paths.push_back(route.path);
  EXPECT_THAT(paths, testing::UnorderedElementsAre("/boarding/app/board.js", "/boarding/index.html",
                                                   "/boarding"));
  EXPECT_EQ(routes[0].handler({}).status, 200);
}

TEST_F(HttpStaticFiles, RefuseAnUnknownEnding) {
  write("pages/run.exe", "x");
  EXPECT_EQ(StaticFiles::read(folder_ / "pages").error().code, Errc::unsupported);
  EXPECT_EQ(StaticFiles::read(folder_ / "nowhere").error().code, Errc::not_found);
}

TEST(HttpDate, IsInImfForm) {
  EXPECT_EQ(http_date(*visa::parse_instant("2026-11-21T04:00:45Z")),
            "Sat, 21 Nov 2026 04:00:45 GMT");
  EXPECT_EQ(http_date(*visa::parse_instant("2028-02-29T23:59:59.999Z")),
            "Tue, 29 Feb 2028 23:59:59 GMT");
}

}  // namespace
