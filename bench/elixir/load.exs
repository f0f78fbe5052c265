# elixir load.exs NODE WARM_UP SECONDS SENDERSxBYTES...: sends to a node of the lesson, and prints a line of
# JSON for each workload, after running each once to warm up. Each sender has one message in flight, and sends the next
# after the last was shown. WARM_UP and SECONDS apply to each workload.
Code.require_file("lesson.exs", __DIR__)

defmodule Load do
  def run(node, senders, bytes, seconds) do
    text = String.duplicate("x", bytes)
    stop = now() + seconds * 1_000_000_000

    latencies =
      for(_ <- 1..senders, do: Task.async(fn -> sender(node, text, stop, []) end))
      |> Enum.flat_map(&Task.await(&1, :infinity))
      |> Enum.sort()
      |> List.to_tuple()

    count = tuple_size(latencies)
    # The smallest value that is not below the given share of all values, as in HdrHistogram.
    us = fn share -> elem(latencies, max(0, ceil(count * share) - 1)) / 1000 end

    ~s({"senders":#{senders},"bytes":#{bytes},"messages":#{count},) <>
      ~s("per_second":#{count / seconds},"p50_us":#{us.(0.5)},) <>
      ~s("p99_us":#{us.(0.99)},"p999_us":#{us.(0.999)}})
  end

  defp sender(node, text, stop, latencies) do
    sent_at = now()

    if sent_at < stop do
      :ok = Lesson.send_text(node, text)
      sender(node, text, stop, [now() - sent_at | latencies])
    else
      latencies
    end
  end

  defp now, do: System.monotonic_time(:nanosecond)
end

[node, warm_up, seconds | workloads] = System.argv()
node = String.to_atom(node)
Lesson.start()
Lesson.await(node)

workloads =
  for workload <- workloads, do: workload |> String.split("x") |> Enum.map(&String.to_integer/1)

for [senders, bytes] <- workloads, do: Load.run(node, senders, bytes, String.to_integer(warm_up))

for [senders, bytes] <- workloads do
  node |> Load.run(senders, bytes, String.to_integer(seconds)) |> IO.puts()
end
