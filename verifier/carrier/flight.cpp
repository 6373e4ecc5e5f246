// A whole flight from its manifest.
#include "verifier/carrier/flight.h"

#include <fmt/format.h>

#include <algorithm>

namespace evisa::verifier::carrier {
namespace {

using crypto::Json;

std::string_view code_of(const BoardingAnswer& answer) {
  return answer.code ? visa::to_string(*answer.code) : std::string_view();
}

std::string cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

std::size_t count(const std::vector<BoardedRow>& rows, Answer answer) {
  return static_cast<std::size_t>(std::ranges::count_if(
      rows, [&](const BoardedRow& row) { return row.answer && row.answer->answer == answer; }));
}

}  // namespace

Result<BoardingRequest> question_of(ManifestRow row, const Flight& flight,
                                    const ReadSeal& seal_of) {
  if (!row.request) return row.request;
  BoardingRequest& request = *row.request;
  request.flight = flight.number;
  request.airport = flight.airport.text();
  request.arrival = flight.arrival;
  request.language = flight.language;
  if (!row.seal_file.empty()) {
    auto seal = seal_of(row.seal_file);
    if (!seal) {
      seal.error().message = "seal_file: " + seal.error().message;
      return std::unexpected(seal.error());
    }
    request.scan = std::move(*seal);
  }
  return row.request;
}

std::vector<BoardedRow> board_flight(std::vector<ManifestRow> rows, const Flight& flight,
                                     const Check& check, const ReadSeal& seal_of,
                                     const std::function<void(std::size_t)>& progress) {
  std::vector<BoardedRow> boarded;
  boarded.reserve(rows.size());
  for (auto& row : rows) {
    BoardedRow done{row.line, row.reference, BoardingAnswer{}};
    const auto question = question_of(std::move(row), flight, seal_of);
    if (question)
      done.answer = check(*question);
    else
      done.answer = std::unexpected(question.error());
    boarded.push_back(std::move(done));
    progress(boarded.size());
  }
  return boarded;
}

std::string to_text(const std::vector<BoardedRow>& rows) {
  std::string text;
  for (const auto& row : rows) {
    const std::string name = row.reference.empty() ? "-" : row.reference;
    if (row.answer)
      text += fmt::format("{:<12}  {:<12}  {:<24}  {}", name, visa::to_string(row.answer->answer),
                          code_of(*row.answer), row.answer->text);
    else
      text += fmt::format("{:<12}  {:<12}  line {}: {}", name, "NOT_ANSWERED", row.line,
                          row.answer.error().message);
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

std::string to_csv(const std::vector<BoardedRow>& rows) {
  std::string text = "line,reference,answer,code,text,error\n";
  for (const auto& row : rows) {
    text += fmt::format("{},{},", row.line, cell(row.reference));
    if (row.answer)
      text += fmt::format("{},{},{},\n", visa::to_string(row.answer->answer), code_of(*row.answer),
                          cell(row.answer->text));
    else
      text += fmt::format(",,,{}\n", cell(row.answer.error().message));
  }
  return text;
}

Json to_json(const std::vector<BoardedRow>& rows, const Flight& flight) {
  Json json;
  json["flight"] = flight.number;
  json["airport"] = flight.airport.text();
  json["arrival"] = visa::to_string(flight.arrival);
  json["passengers"] = Json::array();
  for (const auto& row : rows) {
    Json one = {{"line", row.line}, {"reference", row.reference}};
    if (row.answer) {
      const auto& answer = *row.answer;
      one["answer"] = visa::to_string(answer.answer);
      one["code"] = answer.code ? Json(code_of(answer)) : Json();
      one["text"] = answer.text;
      one["at"] = visa::to_string(answer.at);
      one["ruleset_id"] = answer.ruleset_id;
      one["bundle_sequence"] = answer.bundle_sequence;
      one["missing"] = answer.missing;
      if (row.receipt) one["receipt"] = crypto::write_receipt_file(*row.receipt);
    } else {
      one["error"] = row.answer.error().message;
    }
    json["passengers"].push_back(std::move(one));
  }
  return json;
}

std::string summary(const std::vector<BoardedRow>& rows, const Flight& flight) {
  const auto errors = std::ranges::count_if(rows, [](const auto& row) { return !row.answer; });
  return fmt::format(
      "{} to {}: {} passengers: {} BOARD, {} CALL_BORDER, {} DO_NOT_BOARD, {} not "
      "answered",
      flight.number, flight.airport.text(), rows.size(), count(rows, Answer::board),
      count(rows, Answer::call_border), count(rows, Answer::do_not_board), errors);
}

bool all_board(const std::vector<BoardedRow>& rows) {
  return count(rows, Answer::board) == rows.size();
}

}  // namespace evisa::verifier::carrier
