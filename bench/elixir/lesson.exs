# The chat of Elixir School's lesson on OTP distribution, as far as two nodes need it: a text is shown by a
# supervised task on the recipient's node, and its sender awaits the task.
defmodule Lesson do
  @tasks Lesson.TaskSupervisor

  def start do
    children = [{Task.Supervisor, name: @tasks}]
    {:ok, _} = Supervisor.start_link(children, strategy: :one_for_one)
  end

  def send_text(node, text) do
    {@tasks, node}
    |> Task.Supervisor.async(__MODULE__, :show, [text])
    |> Task.await()
  end

  def show(text), do: IO.puts(text)

  # Returns when a node of the lesson answers.
  def await(node, tries \\ 200)
  def await(node, 0), do: raise("no answer from #{node}")

  def await(node, tries) do
    if Node.connect(node) == true and is_pid(:rpc.call(node, Process, :whereis, [@tasks])) do
      :ok
    else
      Process.sleep(50)
      await(node, tries - 1)
    end
  end
end
