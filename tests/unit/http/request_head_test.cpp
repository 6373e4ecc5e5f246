// Request heads: every way to lie about a message's length, and the limits.
#include "http/request_head.h"

#include <gtest/gtest.h>

namespace {

using namespace evisa::http;

int status_of_head(const std::string& head, const HeadLimits& limits = {}) {
  const auto parsed = parse_request_head(head, limits);
  return parsed ? 200 : parsed.error().status;
}

std::string with_fields(const std::string& fields, const std::string& line = "POST /a HTTP/1.1") {
  return line + "\r\nHost: a\r\n" + fields + "\r\n";
}

TEST(RequestHead, ReadsMethodPathQueryAndFields) {
  const auto head = parse_request_head(
      "GET /v1/visas/26%2D1?lang=kk&q=a+b%21&flag HTTP/1.1\r\nHost: ala:8443\r\nX-A:  b c \r\n\r\n",
      {});
  ASSERT_TRUE(head);
  EXPECT_EQ(head->method, Method::get);
  EXPECT_EQ(head->target.path, "/v1/visas/26-1");
  EXPECT_EQ(head->target.segments, (std::vector<std::string>{"v1", "visas", "26-1"}));
  EXPECT_EQ(head->target.query, (NamedValues{{"lang", "kk"}, {"q", "a b!"}, {"flag", ""}}));
  EXPECT_EQ(head->headers.find("x-a"), "b c");
  EXPECT_TRUE(head->keep_alive);
}

struct Case {
  const char* name;
  std::string head;
  int status;
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

class RequestHeadTable : public testing::TestWithParam<Case> {};

TEST_P(RequestHeadTable, HasThisStatus) {
  EXPECT_EQ(status_of_head(GetParam().head), GetParam().status);
}

INSTANTIATE_TEST_SUITE_P(
    Framing, RequestHeadTable,
    testing::Values(
        Case{"length", with_fields("Content-Length: 5\r\n"), 200},
        Case{"length zero", with_fields("Content-Length: 0\r\n"), 200},
        Case{"no length", with_fields(""), 411},
        Case{"chunked", with_fields("Transfer-Encoding: chunked\r\n"), 411},
        Case{"gzip coding", with_fields("Transfer-Encoding: gzip, chunked\r\n"), 501},
        Case{"both", with_fields("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
        Case{"both, other order",
             with_fields("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
        Case{"two equal lengths", with_fields("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
        Case{"two lengths", with_fields("Content-Length: 5\r\nContent-Length: 6\r\n"), 400},
        Case{"length list", with_fields("Content-Length: 5, 5\r\n"), 400},
        Case{"negative", with_fields("Content-Length: -1\r\n"), 400},
        Case{"plus", with_fields("Content-Length: +5\r\n"), 400},
        Case{"hex", with_fields("Content-Length: 0x5\r\n"), 400},
        Case{"empty length", with_fields("Content-Length:\r\n"), 400},
        Case{"overflow", with_fields("Content-Length: 18446744073709551617\r\n"), 400},
        Case{"two encodings", with_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n"),
             400},
        Case{"GET with body", with_fields("Content-Length: 5\r\n", "GET /a HTTP/1.1"), 400},
        Case{"GET with length 0", with_fields("Content-Length: 0\r\n", "GET /a HTTP/1.1"), 200},
        Case{"encoding in 1.0", with_fields("Transfer-Encoding: chunked\r\n", "POST /a HTTP/1.0"),
             400},
        Case{"blank before colon", with_fields("Content-Length : 5\r\n"), 400},
        Case{"folded", with_fields("X: a\r\n b\r\nContent-Length: 5\r\n"), 400},
        Case{"bare LF", "POST /a HTTP/1.1\nHost: a\r\nContent-Length: 5\r\n\r\n", 400},
        Case{"bare CR in value", with_fields("X: a\rb\r\nContent-Length: 5\r\n"), 400},
        Case{"NUL in value", with_fields(std::string("X: a\0b\r\nContent-Length: 5\r\n", 28)), 400},
        Case{"no colon", with_fields("Content-Length 5\r\n"), 400},
        Case{"empty name", with_fields(": 5\r\n"), 400}));

INSTANTIATE_TEST_SUITE_P(
    LineAndFields, RequestHeadTable,
    testing::Values(
        Case{"no host", "GET / HTTP/1.1\r\n\r\n", 400},
        Case{"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
        Case{"strange host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        Case{"1.0 without host", "GET / HTTP/1.0\r\n\r\n", 200},
        Case{"2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
        Case{"no version", "GET /\r\nHost: a\r\n\r\n", 400},
        Case{"two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
        Case{"TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
        Case{"lower case method", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
        Case{"method no token", "GE(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"leading empty line", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"two authorizations",
             "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: a\r\nauthorization: b\r\n\r\n", 400},
        Case{"expectation", with_fields("Expect: 100-continue\r\nContent-Length: 1\r\n"), 200},
        Case{"other expectation", with_fields("Expect: gold\r\nContent-Length: 1\r\n"), 417}));

INSTANTIATE_TEST_SUITE_P(
    Targets, RequestHeadTable,
    testing::Values(Case{"absolute", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"dot segment", "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"encoded dots", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"encoded slash", "GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"encoded backslash", "GET /a%5Cb HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"backslash", "GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"NUL", "GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"line end", "GET /a%0d%0a HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"cut escape", "GET /a%4 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"wrong escape", "GET /a%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"overlong UTF-8", "GET /a%c0%af HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"raw UTF-8", "GET /\xd2\x9a HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"encoded UTF-8", "GET /%d2%9a HTTP/1.1\r\nHost: a\r\n\r\n", 200},
                    Case{"fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Case{"NUL in query", "GET /a?b=%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400}));

TEST(RequestHead, LimitsTargetAndFields) {
  EXPECT_EQ(status_of_head("GET /" + std::string(100, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n",
                           {.max_target_bytes = 100}),
            414);
  EXPECT_EQ(status_of_head("GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nB: 1\r\n\r\n", {.max_fields = 2}),
            431);
}

TEST(RequestHead, ClosesForHttp10AndConnectionClose) {
  EXPECT_FALSE(parse_request_head("GET / HTTP/1.0\r\n\r\n", {})->keep_alive);
  EXPECT_FALSE(parse_request_head(with_fields("Connection: x, Close\r\n", "GET / HTTP/1.1"), {})
                   ->keep_alive);
}

TEST(RequestHead, FindsItsEndWhereverTheBytesAreSplit) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  for (std::size_t split = 0; split < head.size(); ++split) {
    EXPECT_FALSE(find_head_end(std::string_view(head).substr(0, split)));
    EXPECT_EQ(find_head_end(head + "more", split), head.size());
  }
}

TEST(RequestHead, RefusalNeverRepeatsThePath) {
  const auto head = parse_request_head("GET /26012345670%zz HTTP/1.1\r\nHost: a\r\n\r\n", {});
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().detail.find("26012345670"), std::string::npos);
}

}  // namespace
