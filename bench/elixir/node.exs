# A node that shows the texts sent to it until it is killed.
Code.require_file("lesson.exs", __DIR__)
Lesson.start()
Process.sleep(:infinity)
