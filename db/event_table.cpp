// The writer's statements on events, segments and forks.
#include "db/event_table.h"

#include "db/statement_use.h"
#include "db/stored_event.h"

namespace evisa::db {

EventTable::EventTable(SQLite::Database& db)
    : newest_(db, "SELECT ifnull(max(cursor), 0) FROM events"),
      last_run_(db,
                "SELECT first, last, head FROM segments WHERE booth = ? ORDER BY first DESC "
                "LIMIT 1"),
      around_(db,
              "SELECT sequence, previous, hash FROM events WHERE booth = ? AND sequence BETWEEN ? "
              "AND ?"),
      by_key_(db, "SELECT json, signature FROM events WHERE booth = ? AND idempotency_key = ?"),
      insert_(db,
              "INSERT INTO events (booth, sequence, visa, time_ms, previous, hash, json, "
              "signature, idempotency_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      fork_(db,
            "INSERT INTO forks (booth, sequence, json, signature) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (booth, sequence) DO NOTHING"),
      segment_from_(db, "SELECT last, head FROM segments WHERE booth = ? AND first = ?"),
      extend_(
          db,
          "UPDATE segments SET last = ?, head = ? WHERE booth = ? AND first = "
          "(SELECT max(first) FROM segments WHERE booth = ?3 AND first < ?4) AND last = ?4 - 1"),
      grow_(db, "UPDATE segments SET last = ?, head = ? WHERE booth = ? AND first = ?"),
      remove_segment_(db, "DELETE FROM segments WHERE booth = ? AND first = ?"),
      insert_segment_(db, "INSERT INTO segments (booth, first, last, head) VALUES (?, ?, ?, ?)") {}

EventTable::Run& EventTable::last_run_of(const std::string& booth) {
  const auto known = last_runs_.find(booth);
  if (known != last_runs_.end()) return known->second;
  Run run;
  Use last(last_run_);
  last->bind(1, booth);
  if (last->executeStep())
    run = {read_count(last->getColumn(0)), read_count(last->getColumn(1)),
           read_array<32>(last->getColumn(2)), false};
  return last_runs_.emplace(booth, run).first->second;
}

void EventTable::finish() {
  for (auto& [booth, run] : last_runs_) write_grown(booth, run);
}

void EventTable::write_grown(const std::string& booth, Run& run) {
  if (!run.grown) return;
  Use grow(grow_);
  bind_count(*grow, 1, run.last);
  bind_blob(*grow, 2, run.head);
  grow->bind(3, booth);
  bind_count(*grow, 4, run.first);
  grow->exec();
  run.grown = false;
}

ChainHead EventTable::end_of(const std::string& booth) {
  const Run& run = last_run_of(booth);
  return {run.last, run.head};
}

// Behind the end of the chain there is nothing, and right behind it only the end comes before.
EventTable::Around EventTable::around(const visa::EventId& id) {
  const Run& run = last_run_of(id.booth);
  if (id.sequence <= run.last) return look_around(id);
  Around found;
  if (id.sequence == run.last + 1 && run.last != 0) found.before = run.head;
  return found;
}

EventTable::Around EventTable::look_around(const visa::EventId& id) {
  Use around(around_);
  around->bind(1, id.booth);
  bind_count(*around, 2, id.sequence - 1);
  bind_count(*around, 3, id.sequence + 1);
  Around found;
  while (around->executeStep()) {
    const std::uint64_t sequence = read_count(around->getColumn(0));
    if (sequence > id.sequence) {
      found.after_follows = read_array<32>(around->getColumn(1));
    } else {
      auto& hash = sequence < id.sequence ? found.before : found.held;
      hash = read_array<32>(around->getColumn(2));
    }
  }
  return found;
}

std::optional<crypto::SignedEvent> EventTable::find_by_key(const std::string& booth,
                                                           const std::string& idempotency_key) {
  Use by_key(by_key_);
  by_key->bind(1, booth);
  by_key->bind(2, idempotency_key);
  if (!by_key->executeStep()) return std::nullopt;
  return crypto::SignedEvent{std::string(crypto::as_text(view_blob(by_key->getColumn(0)))),
                             read_array<64>(by_key->getColumn(1))};
}

std::uint64_t EventTable::newest() {
  Use newest(newest_);
  newest->executeStep();
  return read_count(newest->getColumn(0));
}

void EventTable::append(const EventRow& row) {
  const visa::Crossing& crossing = row.content.crossing;
  Use insert(insert_);
  bind_view(*insert, 1, crossing.id.booth);
  bind_count(*insert, 2, crossing.id.sequence);
  if (const auto visa = visa_column(crossing)) {
    bind_count(*insert, 3, *visa);
  } else {
    insert->bind(3);
  }
  insert->bind(4, std::int64_t{crossing.time.time_since_epoch().count()});
  bind_view(*insert, 5, row.content.previous);
  bind_view(*insert, 6, row.hash);
  bind_view(*insert, 7, crypto::as_bytes(row.event.json));
  bind_view(*insert, 8, row.event.signature);
  if (row.idempotency_key.empty()) {
    insert->bind(9);
  } else {
    bind_view(*insert, 9, row.idempotency_key);
  }
  insert->exec();
  Run& run = last_run_of(crossing.id.booth);
  if (run.last != 0 && crossing.id.sequence == run.last + 1) {
    run = {run.first, crossing.id.sequence, row.hash, true};
    return;
  }
  write_grown(crossing.id.booth, run);
  last_runs_.erase(crossing.id.booth);
  extend_segments(crossing.id, row.hash);
}

// The run that begins right after this event, if any, becomes part of the same run.
void EventTable::extend_segments(const visa::EventId& id, const crypto::EventHash& hash) {
  std::uint64_t last = id.sequence;
  crypto::EventHash head = hash;
  {
    Use after(segment_from_);
    after->bind(1, id.booth);
    bind_count(*after, 2, id.sequence + 1);
    if (after->executeStep()) {
      last = read_count(after->getColumn(0));
      head = read_array<32>(after->getColumn(1));
    }
  }
  if (last != id.sequence) {
    Use remove(remove_segment_);
    remove->bind(1, id.booth);
    bind_count(*remove, 2, id.sequence + 1);
    remove->exec();
  }
  Use extend(extend_);
  bind_count(*extend, 1, last);
  bind_blob(*extend, 2, head);
  extend->bind(3, id.booth);
  bind_count(*extend, 4, id.sequence);
  if (extend->exec() == 1) return;
  Use insert(insert_segment_);
  insert->bind(1, id.booth);
  bind_count(*insert, 2, id.sequence);
  bind_count(*insert, 3, last);
  bind_blob(*insert, 4, head);
  insert->exec();
}

void EventTable::keep_fork(const visa::EventId& id, const crypto::SignedEvent& event) {
  Use fork(fork_);
  fork->bind(1, id.booth);
  bind_count(*fork, 2, id.sequence);
  bind_blob(*fork, 3, crypto::as_bytes(event.json));
  bind_blob(*fork, 4, event.signature);
  fork->exec();
}

}  // namespace evisa::db
