// Problem details as those read them who were answered.
#include "http/problem_words.h"

#include <gtest/gtest.h>

#include "http/problem.h"

namespace {

using namespace evisa;
using namespace evisa::http;

TEST(HttpProblem, IsToldToAPersonInItsOwnWords) {
  EXPECT_EQ(words_of_problem(
                std::get<std::string>(problem_response(Error{Errc::conflict, "used", "h"}).body)),
            "used");
  EXPECT_EQ(words_of_problem(R"({"title":"Conflict","detail":7})"), "Conflict");
  for (const char* other : {"", "<html>", "[1]", "{}", R"({"detail":null})"}) {
    EXPECT_EQ(words_of_problem(other), "no reason given") << other;
  }
}

}  // namespace
