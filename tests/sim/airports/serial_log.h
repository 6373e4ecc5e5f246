// A crossing log that takes one event at a time. How many events share a commit depends on threads;
// here a write must have the same number in every replay, so that a disk can fail at it.
#pragma once

#include "db/crossing_log.h"
#include "db/verified_event.h"

namespace evisa::airports {

class SerialLog final : public db::CrossingLog {
 public:
  explicit SerialLog(std::unique_ptr<db::CrossingLog> log) : log_(std::move(log)) {}

  std::future<Result<db::RecordAnswer>> record(visa::Crossing crossing,
                                               const crypto::Ed25519SecretKey& booth_key,
                                               std::string idempotency_key, bool forced) override {
    return waited(log_->record(std::move(crossing), booth_key, std::move(idempotency_key), forced));
  }
  std::future<Result<db::Accepted>> accept(crypto::ReadEvent event, const db::BoothKeys& keys,
                                           db::Intake intake) override {
    return waited(log_->accept(std::move(event), keys, intake));
  }
  std::future<Result<db::Accepted>> accept_verified(db::VerifiedEvent event,
                                                    db::Intake intake) override {
    return waited(log_->accept_verified(std::move(event), intake));
  }
  std::future<Result<std::optional<db::Claim>>> claim(visa::VisaNumber visa,
                                                      const db::Claim& claim) override {
    return waited(log_->claim(visa, claim));
  }
  Result<std::vector<visa::Crossing>> history(visa::VisaNumber visa) const override {
    return log_->history(visa);
  }
  Result<std::vector<Stored>> feed(std::uint64_t after, std::size_t limit) const override {
    return log_->feed(after, limit);
  }
  Result<std::vector<Stored>> signed_history(visa::VisaNumber visa) const override {
    return log_->signed_history(visa);
  }
  Result<std::vector<Stored>> between(visa::Instant from, visa::Instant until) const override {
    return log_->between(from, until);
  }
  Result<std::optional<visa::Crossing>> find(const visa::EventId& event) const override {
    return log_->find(event);
  }
  Result<std::vector<std::string>> awaited() const override { return log_->awaited(); }
  Result<void> caught_up_with(const std::string& peer) override {
    return log_->caught_up_with(peer);
  }
  Result<std::string> name() const override { return log_->name(); }
  Result<std::uint64_t> size() const override { return log_->size(); }
  bool wait_for_newer(std::uint64_t after, std::chrono::milliseconds timeout,
                      const std::stop_token& stop) const override {
    return log_->wait_for_newer(after, timeout, stop);
  }
  Result<db::ChainHead> head(const std::string& booth) const override { return log_->head(booth); }
  Result<std::optional<crypto::EventHash>> hash_of(const visa::EventId& event) const override {
    return log_->hash_of(event);
  }
  Result<crypto::EventHash> set_hash() const override { return log_->set_hash(); }
  Result<std::vector<db::ChainDefect>> verify(const db::BoothKeys& keys) const override {
    return log_->verify(keys);
  }

 private:
  template <class T>
  static std::future<T> waited(std::future<T> future) {
    future.wait();
    return future;
  }
  std::unique_ptr<db::CrossingLog> log_;
};

}  // namespace evisa::airports
