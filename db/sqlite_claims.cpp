// The claim store on a SQLite file of its own.
#include "db/claim_store.h"
#include "db/claims_table.h"
#include "db/group_commit.h"
#include "db/open_store.h"

namespace evisa::db {
namespace {

constexpr std::int32_t kApplicationId = 0x4556636c;  // "EVcl"
constexpr Migration kMigrations[] = {{1, kClaimsSchema}};

class SqliteClaims final : public ClaimStore {
 public:
  SqliteClaims(std::unique_ptr<SQLite::Database> db, const std::filesystem::path& file)
      : db_(std::move(db)), table_(*db_), writer_(*db_, file) {}

  ClaimAnswer claim(visa::VisaNumber visa, const Claim& claim) override {
    auto winner =
        writer_.submit<std::optional<Claim>>([&] { return table_.claim(visa, claim); }).get();
    if (!winner) return Unavailable{winner.error().message};
    if (*winner) return Already{**winner};
    return Won{};
  }

  Result<void> release(visa::VisaNumber visa, const visa::EventId& event) override {
    return as_unavailable(writer_.submit<void>([&]() -> Result<void> {
      table_.release(visa, event);
      return {};
    }));
  }

  // Asked on the writer, behind all claims that were queued before.
  Result<std::optional<Claim>> holder(visa::VisaNumber visa) override {
    return as_unavailable(
        writer_.submit<std::optional<Claim>>([&] { return table_.holder(visa); }));
  }

 private:
  // Whatever kept the store from answering, its caller has one thing to do: ask an officer.
  template <class T>
  static Result<T> as_unavailable(std::future<Result<T>> answer) {
    Result<T> result = answer.get();
    if (!result) result.error().code = Errc::unavailable;
    return result;
  }

  std::unique_ptr<SQLite::Database> db_;
  ClaimsTable table_;
  GroupCommit writer_;  // last: its thread ends before what it uses goes
};

}  // namespace

Result<std::unique_ptr<ClaimStore>> open_sqlite_claims(const std::filesystem::path& file) {
  return open_store<SqliteClaims, ClaimStore>(file, {kApplicationId, kMigrations}, Open::create);
}

}  // namespace evisa::db
