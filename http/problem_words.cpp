// Problem details as those read them who were answered.
#include "http/problem_words.h"

#include "crypto/strict_json.h"

namespace evisa::http {

std::string words_of_problem(std::string_view document) {
  const auto json = crypto::parse_json(document);
  if (json && json->is_object()) {
    for (const char* member : {"detail", "title"}) {
      const auto found = json->find(member);
      if (found != json->end() && found->is_string()) return found->get<std::string>();
    }
  }
  return "no reason given";
}

}  // namespace evisa::http
